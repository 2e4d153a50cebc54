import { advance, readOffset } from './clock.ts';
import { closeClients, type ClientSettings, type Clients, type Credentials } from './clients.ts';
import { mintToken, type IssuerKeys } from './issuer.ts';
import type { Claims } from './claims.ts';
import type { Located } from './locate.ts';
import type { DeployedResource } from './stacks.ts';
import type { WorldName, WorldRecord } from './worlds.ts';

/** Where a device connects: MQTT over TLS with its certificate; `ca` is the PEM that the broker's certificate is checked with. */
export interface MqttAddress {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
}

/** A world that is up, with all that a walk, a test or a person needs to use it. */
export interface Running extends Located {
  readonly world: WorldName;
  readonly engine: WorldRecord['engine'];
  /** What this endpoint cannot do; a walk leaves these parts out and says so. */
  readonly lacks: readonly ('iot' | 'iam')[];
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: Credentials;
  /** Spread into any SDK client; S3 also needs `forcePathStyle: true`, SQS `useQueueUrlAsEndpoint: false`. */
  readonly clientSettings: ClientSettings;
  readonly resources: readonly DeployedResource[];
  readonly issuerKeys: IssuerKeys;
  readonly mqtt: MqttAddress | undefined;
  /** A signed token for the API, valid for 15 minutes unless `minutes` says less. */
  readonly tokenFor: (claims: Claims) => Promise<string>;
  /** Moves virtual time forwards; gives the new offset in seconds. The sweep looks once a minute, or when it is invoked. */
  readonly advanceClock: (seconds: number) => Promise<number>;
  readonly clockOffset: () => Promise<number>;
  /** Stops the endpoint if we started it; its data stay. */
  readonly down: () => Promise<void>;
}

export interface Parts extends Located {
  readonly world: WorldName;
  readonly record: WorldRecord;
  readonly lacks: Running['lacks'];
  readonly account: string;
  readonly settings: ClientSettings;
  readonly clients: Clients;
  readonly resources: readonly DeployedResource[];
  readonly issuerKeys: IssuerKeys;
  readonly mqtt: MqttAddress | undefined;
  readonly stop: () => Promise<void>;
}

/** Puts the parts of a world together. */
export const running = ({ record, settings, clients, stop, ...parts }: Parts): Running => ({
  ...parts,
  engine: record.engine,
  endpoint: settings.endpoint,
  region: settings.region,
  credentials: settings.credentials,
  clientSettings: settings,
  tokenFor: (claims) => mintToken(parts.issuerKeys, claims),
  advanceClock: (seconds) => advance(clients.dynamoDb, parts.table, seconds),
  clockOffset: () => readOffset(clients.dynamoDb, parts.table),
  down: async () => {
    closeClients(clients);
    await stop();
  },
});
