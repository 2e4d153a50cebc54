import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { deployedFunctions, functionId } from '../infra/functions.ts';
import { eventStates, type EventType } from '../shared/contracts/events.ts';
import { routes } from '../shared/contracts/routes.ts';
import {
  every,
  functionIn,
  grantsOf,
  queueIn,
  roleOf,
  short,
  type Grant,
  type Synthesised,
} from './synthesised.ts';

const root = join(import.meta.dirname, '..');

/** What calls a function. */
export interface Call {
  readonly how: 'API' | 'authorizer' | 'stream' | 'queue' | 'schedule' | 'machine';
  /** Queue, schedule or machine. */
  readonly by?: string | undefined;
}
/** A deployed function as the templates have it. */
export interface Drawn extends Call {
  readonly name: string;
  readonly capability: string;
  readonly stack: string;
  readonly grants: readonly Grant[];
}

/** What calls each function: its feed, its routes, the schedule, the machine or the gateway, as the templates have them. */
const callsOf = (stacks: readonly Synthesised[]): ReadonlyMap<string, Call> => {
  const calls = new Map<string, Call>();
  for (const { capability } of routes) calls.set(`${capability}-http`, { how: 'API' });
  for (const feed of every(stacks, 'AWS::Lambda::EventSourceMapping')) {
    const by = queueIn(feed, feed.properties['EventSourceArn']);
    const call: Call = by === undefined ? { how: 'stream' } : { how: 'queue', by };
    calls.set(functionIn(feed, feed.properties['FunctionName']) ?? '', call);
  }
  for (const timer of every(stacks, 'AWS::Scheduler::Schedule')) {
    const by = String(timer.properties['ScheduleExpression']);
    calls.set(functionIn(timer, timer.properties['Target']) ?? '', { how: 'schedule', by });
  }
  for (const machine of every(stacks, 'AWS::StepFunctions::StateMachine')) {
    const by = short(String(machine.properties['StateMachineName']));
    calls.set(functionIn(machine, machine.properties['DefinitionSubstitutions']) ?? '', {
      how: 'machine',
      by,
    });
  }
  for (const door of every(stacks, 'AWS::ApiGateway::Authorizer'))
    calls.set(functionIn(door, door.properties['AuthorizerUri']) ?? '', { how: 'authorizer' });
  return calls;
};

/** All deployed functions, in the order of infra/functions.ts. Throws when one is in no template, or nothing calls it. */
export const functionsOf = (stacks: readonly Synthesised[]): readonly Drawn[] => {
  const calls = callsOf(stacks);
  const made = new Map(
    every(stacks, 'AWS::Lambda::Function').map((one) => [short(String(one.properties['FunctionName'])), one]),
  );
  return deployedFunctions.map((declared): Drawn => {
    const name = functionId(declared);
    const [found, call] = [made.get(name), calls.get(name)];
    if (found === undefined || call === undefined)
      throw new Error(`${name} is in no template, or nothing calls it`);
    return {
      name,
      capability: declared.capability,
      stack: found.stack.name,
      ...call,
      grants: grantsOf(roleOf(found)),
    };
  });
};

const rule = z.object({
  EventPattern: z.object({ 'detail-type': z.array(z.string()).default([]) }),
  Targets: z.array(z.object({ Arn: z.unknown() })),
});
export interface Heard {
  readonly queue: string;
  readonly types: readonly string[];
}
/** Which queue hears which events of the province's bus. */
export const heardBy = (stacks: readonly Synthesised[]): readonly Heard[] =>
  every(stacks, 'AWS::Events::Rule')
    .filter(({ stack }) => stack.name !== 'nation')
    .map((found) => {
      const { EventPattern, Targets } = rule.parse(found.properties);
      return { queue: queueIn(found, Targets[0]?.Arn) ?? '?', types: EventPattern['detail-type'] };
    });

const isEventType = (name: string): name is EventType => Object.hasOwn(eventStates, name);
export const eventTypes: readonly EventType[] = Object.keys(eventStates).filter(isEventType);

/** Types of events that a capability's own code writes into a ledger: their names as values, not as what it listens to. */
export const writtenBy = (capability: string): readonly EventType[] => {
  const folder = join(root, 'functions', capability);
  const code = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/\bon\(\s+/g, 'on('))
    .join('\n');
  return eventTypes.filter((type) => new RegExp(`(?<![(<])'${type}'`).test(code));
};
