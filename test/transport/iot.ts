import { createHash } from 'node:crypto';
import { jsonBody, type Answer, type Call } from './call.ts';
import { NotDone, Refused } from './refused.ts';

/** A call to the device registry, as it was asked. `name` is what the path names: thing, policy, certificate. */
export interface RegistryCall {
  readonly operation: string;
  readonly name: string;
  readonly input: unknown;
  readonly query: Readonly<Record<string, string>>;
  /** Certificate ARN that thing and policy calls name in a header. */
  readonly principal: string | undefined;
}
export interface Registry {
  /** Calls that were answered, in order; of one operation where it is given. */
  calls(operation?: string): readonly RegistryCall[];
  /** Name of the operation that a call asks for. */
  operationOf(call: Call): string;
  /** Keeps calls and things; the function it gives brings them back. */
  save(): () => void;
  answer(call: Call): Answer;
}

const routes = [
  ['CreateThing', 'POST', /^\/things\/([^/]+)$/],
  ['DescribeThing', 'GET', /^\/things\/([^/]+)$/],
  ['DeleteThing', 'DELETE', /^\/things\/([^/]+)$/],
  ['AttachThingPrincipal', 'PUT', /^\/things\/([^/]+)\/principals$/],
  ['DetachThingPrincipal', 'DELETE', /^\/things\/([^/]+)\/principals$/],
  ['AttachPolicy', 'PUT', /^\/target-policies\/([^/]+)$/],
  ['DetachPolicy', 'POST', /^\/target-policies\/([^/]+)$/],
  ['CreateCertificateFromCsr', 'POST', /^\/certificates()$/],
  ['UpdateCertificate', 'PUT', /^\/certificates\/([^/]+)$/],
  ['DeleteCertificate', 'DELETE', /^\/certificates\/([^/]+)$/],
  ['DescribeEndpoint', 'GET', /^\/endpoint()$/],
] as const;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const arn = (rest: string): string => `arn:aws-cn:iot:cn-north-1:000000000000:${rest}`;

export const makeRegistry = (): Registry => {
  const calls: RegistryCall[] = [];
  const things = new Map<string, string>();

  const thing = (name: string): object => ({
    thingName: name,
    thingArn: arn(`thing/${name}`),
    thingId: digest(name),
  });
  const known = (name: string): void => {
    if (!things.has(name))
      throw new Refused('ResourceNotFoundException', `Thing ${name} cannot be found`, {}, 404);
  };
  const createThing = (name: string, input: unknown): object => {
    const wanted = JSON.stringify(input);
    const there = things.get(name);
    // The same thing again is no error; one that differs is.
    if (there !== undefined && there !== wanted)
      throw new Refused('ResourceAlreadyExistsException', `Thing ${name} already exists`, {}, 409);
    things.set(name, wanted);
    return thing(name);
  };
  const createCertificate = (input: unknown): object => {
    const id = digest(JSON.stringify(input));
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(id).toString('base64')}\n-----END CERTIFICATE-----\n`;
    return { certificateArn: arn(`cert/${id}`), certificateId: id, certificatePem: pem };
  };
  const carryOut = (operation: string, name: string, input: unknown): object => {
    if (operation === 'CreateThing') return createThing(name, input);
    if (operation === 'CreateCertificateFromCsr') return createCertificate(input);
    if (operation === 'DescribeEndpoint') return { endpointAddress: 'devices.iot.test' };
    if (operation.endsWith('ThingPrincipal') || operation === 'DescribeThing') known(name);
    if (operation === 'DescribeThing') return thing(name);
    if (operation === 'DeleteThing') things.delete(name);
    return {};
  };
  const route = (call: Call) => {
    for (const [operation, method, path] of routes) {
      const [, name] = method === call.method ? (path.exec(call.path) ?? []) : [];
      if (name !== undefined) return { operation, name: decodeURIComponent(name) };
    }
    throw new NotDone(`iot ${call.method} ${call.path}`);
  };
  return {
    calls: (operation) => calls.filter((one) => operation === undefined || one.operation === operation),
    operationOf: (call) => route(call).operation,
    save: () => {
      const [{ length }, kept] = [calls, new Map(things)];
      return () => {
        calls.length = length;
        things.clear();
        for (const [name, wanted] of kept) things.set(name, wanted);
      };
    },
    answer: (call) => {
      const { operation, name } = route(call);
      const input = jsonBody(call);
      const json = carryOut(operation, name, input);
      const principal = call.headers['x-amzn-principal'];
      calls.push({ operation, name, input, query: call.query, principal });
      return { json };
    },
  };
};
