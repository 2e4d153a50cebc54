import { connect, type MqttClient } from 'mqtt';
import type { MqttAddress } from '../running.ts';

/** What a device was told when it registered, and the key that never left it. */
export interface DeviceAccess {
  readonly clientId: string;
  readonly topic: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}
export interface Reading {
  readonly at: string;
  readonly valueOhm: string;
}
export interface Counts {
  readonly sent: number;
  /** Messages that the broker has acknowledged (QoS 1). */
  readonly acknowledged: number;
}

/** A simulated earth-resistance monitor: one start of it, one connection. */
export interface Monitor {
  /** Sends one message of 1 to 10 readings under the next number, and waits for the broker's answer. */
  send(...readings: readonly Reading[]): Promise<void>;
  /** Sends the message of that number once more, as a device does that missed the answer. */
  repeat(sequence: number): Promise<void>;
  counts(): Counts;
  close(): Promise<void>;
}

const limitMs = 10_000;

/** Opens the connection once; settles whatever the broker does: a refused certificate only ever shows as a closed line. */
const open = async (broker: MqttAddress, access: DeviceAccess): Promise<MqttClient> => {
  const client = connect(`mqtts://${broker.host}:${broker.port}`, {
    clientId: access.clientId,
    ca: broker.ca,
    cert: access.certificatePem,
    key: access.privateKeyPem,
    rejectUnauthorized: true,
    protocolVersion: 5,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: limitMs,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => {
        resolve();
      });
      client.once('error', reject);
      client.once('close', () => {
        reject(new Error(`the broker closed the line on ${access.clientId}`));
      });
    });
    return client;
  } catch (error) {
    client.end(true);
    throw error;
  }
};

/**
 * Connects a monitor over TLS with its client certificate; it publishes by basic ingest, straight to the topic rule.
 * Rejects when the broker does not let it in, and on a message that the broker does not acknowledge within 10 s.
 */
export const connectMonitor = async (
  broker: MqttAddress,
  access: DeviceAccess,
  boot: number,
): Promise<Monitor> => {
  const client = await open(broker, access);
  let failure: Error | undefined;
  client.on('error', (error) => (failure = error));
  const said: string[] = [];
  let sent = 0;
  let acknowledged = 0;
  const publish = async (message: string): Promise<void> => {
    if (failure !== undefined) throw new Error('the connection broke', { cause: failure });
    sent += 1;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no acknowledgement of ${access.clientId} within ${limitMs / 1000} s`));
      }, limitMs);
    });
    try {
      await Promise.race([client.publishAsync(access.topic, message, { qos: 1 }), tooLate]);
    } finally {
      clearTimeout(timer);
    }
    acknowledged += 1;
  };
  return {
    send: async (...readings) => {
      const message = JSON.stringify({ boot, sequence: said.length + 1, readings });
      said.push(message);
      await publish(message);
    },
    repeat: async (sequence) => {
      const message = said[sequence - 1];
      if (message === undefined) throw new RangeError(`no message ${sequence} was sent`);
      await publish(message);
    },
    counts: () => ({ sent, acknowledged }),
    close: async () => {
      await client.endAsync();
    },
  };
};
