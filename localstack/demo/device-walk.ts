import * as z from 'zod';
import { addMs, systemClock, type Instant } from '../../shared/kernel/time.ts';
import type { MqttAddress, Running } from '../running.ts';
import { hazards, receipt } from './answers.ts';
import { makeDeviceKeys } from './certificate-request.ts';
import { connectMonitor } from './device.ts';
import type { Cast } from './register.ts';
import { Broken, type Teller } from './scene.ts';
import { expectAnswer, until } from './speaker.ts';

const registeredDevice = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  topic: z.string(),
  certificatePem: z.string(),
  receipt,
});
const listed = z.looseObject({ devices: z.array(z.looseObject({ id: z.string() })) });

/** A monitor registers by certificate request, speaks MQTT over TLS, and three bad readings in a row open a hazard. */
export const walkDevice = async (world: Running, cast: Cast, tell: Teller): Promise<void> => {
  tell.step(
    '物联监测：证书请求、MQTT、连续三次超限即成隐患',
    'a device: certificate request, MQTT over TLS, three bad readings open a hazard',
  );
  if (world.mqtt === undefined) throw new Broken('the endpoint names no MQTT address');
  const keys = makeDeviceKeys('DEMO-ERM-0001');
  const body = {
    deviceKind: 'EARTH_RESISTANCE_MONITOR',
    serialNumber: 'DEMO-ERM-0001',
    csr: keys.csrPem,
    mountedAt: '油罐区接地端子3',
    limitOhm: '4.00',
  };
  const device = await expectAnswer(
    cast.westManager.post(`/v1/subjects/${cast.west}/devices`, body),
    201,
    registeredDevice,
  );
  tell.fact(`${device.id}: certificate from its own request, topic ${device.topic}`);
  const access = { ...device, privateKeyPem: keys.privateKeyPem };
  // The monitor's clock goes with the world's: virtual time was moved before.
  const ahead = (await world.clockOffset()) * 1000;
  const now = (): Instant => addMs(systemClock(), ahead);
  const monitor = await connectMonitor(world.mqtt, access, 1);
  try {
    for (const valueOhm of ['2.10', '5.31', '5.44', '5.62']) await monitor.send({ at: now(), valueOhm });
    await monitor.repeat(4);
  } finally {
    await monitor.close();
  }
  const { sent, acknowledged } = monitor.counts();
  tell.fact(`sent ${sent} messages (one of them twice), acknowledged ${acknowledged}`);
  const found = await until('a hazard from three bad readings', async () => {
    const { hazards: all } = await expectAnswer(
      cast.county.get(`/v1/subjects/${cast.west}/hazards`),
      200,
      hazards,
    );
    const ofDevice = all.filter(({ origin }) => origin.kind === 'DEVICE_ALARM');
    return ofDevice.length > 0 ? ofDevice : undefined;
  });
  if (found.length !== 1) throw new Broken(`one run of bad readings made ${found.length} hazards`);
  tell.fact(
    `${found[0]?.id ?? ''}  ${found[0]?.state ?? ''}: ${found[0]?.origin.item ?? ''} ${found[0]?.origin.value ?? ''} Ω over the limit of 4.00 Ω, three times running`,
  );
  const { devices } = await expectAnswer(cast.county.get(`/v1/subjects/${cast.west}/devices`), 200, listed);
  tell.fact(
    `latest state in the file: ${JSON.stringify(devices.find(({ id }) => id === device.id)?.['state'])}`,
  );

  const stranger = { ...access, topic: access.topic.replace(device.id, 'dev_01JD0000000000000000000000') };
  if (await isAccepted(world.mqtt, stranger)) throw new Broken('the device spoke for another one');
  tell.fact('the same device on the topic of another one: refused by its policy');
};

const isAccepted = async (
  broker: MqttAddress,
  access: Parameters<typeof connectMonitor>[1],
): Promise<boolean> => {
  try {
    const monitor = await connectMonitor(broker, access, 2);
    try {
      await monitor.send({ at: systemClock(), valueOhm: '1.00' });
    } finally {
      await monitor.close();
    }
    return true;
  } catch {
    return false;
  }
};
