import * as z from 'zod';
import type { SynthesisedStack, TemplateResource } from '../../localstack/assembly.ts';
import { stage } from '../../localstack/versions.ts';

/** One action on one resource that one role may do. The whole stage is a list of these. */
export interface Grant {
  /** Who acts under the role: `registration-http`, or `hazard-loop (machine)`. */
  readonly holder: string;
  /** Name of the function that holds it; undefined where AWS itself acts: a machine, a schedule, a rule, the gateway. */
  readonly function: string | undefined;
  readonly role: { readonly stack: string; readonly logicalId: string };
  /** Name of the inline policy that it stands in. */
  readonly policy: string;
  readonly sid: string;
  readonly action: string;
  /** What it is on, in words: `table`, `field key`, `dead letters`. */
  readonly on: string;
  /** Place among the resources of its statement; undefined where the statement has one. */
  readonly resourceIndex: number | undefined;
}

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.object({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Action: texts,
  Resource: z.unknown(),
});
const policies = z.array(
  z.object({
    PolicyName: z.string(),
    PolicyDocument: z.object({ Statement: z.array(statement) }),
  }),
);

const withoutPrefix = (name: unknown): string => String(name).replace(stage.stackPrefix, '');

/** What may act under a role, and how the thing is called. */
const actors: Readonly<Record<string, (properties: TemplateResource['properties']) => string>> = {
  'AWS::Lambda::Function': (of) => withoutPrefix(of['FunctionName']),
  'AWS::StepFunctions::StateMachine': (of) => `${withoutPrefix(of['StateMachineName'])} (machine)`,
  'AWS::Scheduler::Schedule': (of) => `${withoutPrefix(of['Name'])} (schedule)`,
  'AWS::IoT::TopicRule': (of) => `${String(of['RuleName']).split('_').at(-1) ?? ''} (topic rule)`,
  'AWS::ApiGateway::Account': () => 'gateway (logs)',
  'AWS::Events::Rule': (of) => `${withoutPrefix(of['Name'])} (rule)`,
};

/** Words for a resource, by the service of the action and what the template refers to; the first that fits. */
const kinds: readonly (readonly [service: string, mark: RegExp, words: string])[] = [
  ['dynamodb', /\/index\//, 'index of due dates'],
  ['dynamodb', /StreamArn/, 'stream of the table'],
  ['dynamodb', /Table/, 'table'],
  ['kms', /PersonHashKey/, 'person hash key'],
  ['kms', /FieldKey/, 'field key'],
  ['kms', /LedgerKey/, 'ledger key'],
  ['kms', /DataKey/, 'data key'],
  ['s3', /Archive/, 'objects of the archive'],
  ['sqs', /Dlq/, 'dead letters'],
  ['sqs', /DueQueue/, 'queue of due hazards'],
  ['sqs', /Queue/, 'its queue'],
  ['events', /Bus/, 'bus'],
  ['states', /stateMachine/, 'hazard machine'],
  ['iot', /thing\/dev_/, 'things of devices'],
  ['iot', /^"\*"$/, 'any'],
  ['logs', /log-stream/, 'own log'],
  ['logs', /^"\*"$/, 'any'],
  ['lambda', /Task/, 'task function'],
  ['lambda', /Sweep/, 'sweep function'],
];

/** Throws when no words are known: a new kind of resource wants a line above. */
export const kindOf = (action: string, resource: unknown): string => {
  const text = JSON.stringify(resource);
  const [service = ''] = action.split(':');
  const found = kinds.find(([of, mark]) => of === service && mark.test(text));
  if (found === undefined) throw new Error(`no words for the resource of ${action}: ${text}`);
  return found[2];
};

const holderOf = (stack: SynthesisedStack, roleId: string): Pick<Grant, 'holder' | 'function'> => {
  const reference = `{"Fn::GetAtt":["${roleId}","Arn"]}`;
  const found = stack.resources.find(
    ({ type, properties }) => Object.hasOwn(actors, type) && JSON.stringify(properties).includes(reference),
  );
  const name = found === undefined ? undefined : actors[found.type]?.(found.properties);
  if (found === undefined || name === undefined) throw new Error(`nobody acts under ${stack.name}/${roleId}`);
  return { holder: name, function: found.type === 'AWS::Lambda::Function' ? name : undefined };
};

/** Every grant of every role of these stacks, as the templates have them: functions first, each in the order of its role. */
export const grantsOf = (stacks: readonly SynthesisedStack[]): readonly Grant[] => {
  const all = stacks.flatMap((stack) =>
    stack.resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .flatMap(({ logicalId, properties }) => {
        const who = { ...holderOf(stack, logicalId), role: { stack: stack.name, logicalId } };
        return policies
          .parse(properties['Policies'])
          .flatMap(({ PolicyName: policy, PolicyDocument }) =>
            PolicyDocument.Statement.flatMap((one) => cut(one).map((part) => ({ ...who, policy, ...part }))),
          );
      }),
  );
  return [...all.filter((one) => one.function !== undefined), ...all.filter((one) => !one.function)];
};

const cut = ({ Sid: sid, Action, Resource }: z.output<typeof statement>) => {
  const resources: readonly unknown[] = Array.isArray(Resource) ? Resource : [Resource];
  return Action.flatMap((action) =>
    resources.map((resource, index) => ({
      sid,
      action,
      on: kindOf(action, resource),
      resourceIndex: resources.length === 1 ? undefined : index,
    })),
  );
};

/** One line that names a grant. */
export const nameOf = ({ holder, sid, action, on }: Grant): string => `${holder} ${sid} ${action} (${on})`;
