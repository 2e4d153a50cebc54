import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  DescribeEndpointCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import type { Transport } from './dynamodb.ts';

export interface SignedCertificate {
  /** SHA-256 of the certificate, as the broker names it. */
  readonly id: string;
  readonly pem: string;
}

/** The broker's register of devices. It signs requests; it never makes a key. */
export interface DeviceRegister {
  /** Makes the thing, has the request signed, and binds certificate, policy and thing. May be repeated. */
  enrol(thing: string, csrPem: string): Promise<SignedCertificate | 'csr refused'>;
  /** Host that devices connect to. */
  endpoint(): Promise<string>;
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const makeThing = async (client: IoTClient, thingName: string): Promise<void> => {
  try {
    await client.send(new CreateThingCommand({ thingName }));
  } catch (error) {
    // Made by an earlier try of the same command: the name is derived from it, so it is ours.
    if (!isNamed(error, 'ResourceAlreadyExistsException')) throw error;
  }
};

const sign = async (client: IoTClient, certificateSigningRequest: string) => {
  try {
    return await client.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true }),
    );
  } catch (error) {
    if (isNamed(error, 'InvalidRequestException')) return undefined;
    throw error;
  }
};

export const openDeviceRegister = (policyName: string, transport?: Transport): DeviceRegister => {
  const client = new IoTClient({
    maxAttempts: 4,
    ...(transport === undefined ? {} : { requestHandler: transport }),
  });
  let host: string | undefined;
  return {
    enrol: async (thing, csrPem) => {
      const signed = await sign(client, csrPem);
      if (signed === undefined) return 'csr refused';
      const { certificateArn, certificateId, certificatePem } = signed;
      if (certificateArn === undefined || certificateId === undefined || certificatePem === undefined)
        throw new Error('the broker signed no certificate');
      await makeThing(client, thing);
      await client.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
      await client.send(new AttachThingPrincipalCommand({ thingName: thing, principal: certificateArn }));
      return { id: certificateId, pem: certificatePem };
    },
    endpoint: async () => {
      host ??= (await client.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' })))
        .endpointAddress;
      if (host === undefined) throw new Error('the broker names no endpoint');
      return host;
    },
  };
};
