import * as z from 'zod';
import { absentInChina } from './absent-in-china.ts';

const anything = z.record(z.string(), z.unknown());
/** A resource as its template has it. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
export interface HouseRule {
  readonly id: string;
  readonly why: string;
  /** Whether the resource breaks the rule; `others` are the resources of the same template. */
  readonly broken: (resource: Resource, others: readonly Resource[]) => boolean;
}

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const object = (value: unknown): Record<string, unknown> => anything.safeParse(value).data ?? {};

/** Every statement of every policy that a resource carries, identity and resource policies alike. */
const statementsOf = ({ properties }: Resource): Record<string, unknown>[] =>
  [
    ...list(properties['Policies']).map((policy) => object(policy)['PolicyDocument']),
    ...['PolicyDocument', 'KeyPolicy', 'ResourcePolicy'].map((name) => properties[name]),
  ].flatMap((document) => list(object(document)['Statement']).map(object));

const allows = (statement: Record<string, unknown>): boolean => statement['Effect'] === 'Allow';
/** Root of the account in its own key's policy: without it a key can never be administered again. */
const isRootOfAccount = (statement: Record<string, unknown>): boolean =>
  JSON.stringify(statement['Principal'] ?? '').includes(':root"]]');

const roleOf = (resource: Resource): string => JSON.stringify(resource.properties['Role'] ?? '');
const text = (resource: Resource): string => JSON.stringify(resource.properties);
const keptDays = (resource: Resource): number => Number(resource.properties['RetentionInDays'] ?? 0);

/** What no pack asks for, and this house holds to. Judged on the templates, so that nothing in between can hide it. */
export const houseRules: readonly HouseRule[] = [
  {
    id: 'named-actions',
    why: 'an action is named in full, without a star',
    broken: (resource) =>
      statementsOf(resource)
        .filter((one) => allows(one) && !(resource.type === 'AWS::KMS::Key' && isRootOfAccount(one)))
        .some((one) => list(one['Action']).some((action) => String(action).includes('*'))),
  },
  {
    id: 'own-grants',
    why: 'no policy that AWS manages: it grants more than is needed, and changes by itself',
    broken: ({ type, properties }) =>
      type === 'AWS::IAM::Role' && list(properties['ManagedPolicyArns']).length > 0,
  },
  {
    id: 'nobody-is-everybody',
    why: 'nothing is allowed to a principal that is everybody',
    broken: (resource) =>
      statementsOf(resource).some(
        (one) =>
          allows(one) && (one['Principal'] === '*' || list(object(one['Principal'])['AWS']).includes('*')),
      ),
  },
  {
    id: 'own-role',
    why: 'a role belongs to one function',
    broken: (resource, others) =>
      resource.type === 'AWS::Lambda::Function' &&
      others.some(
        (other) =>
          other.type === resource.type && other.id !== resource.id && roleOf(other) === roleOf(resource),
      ),
  },
  {
    id: 'regional-endpoint',
    why: 'China has no edge endpoints',
    broken: ({ type, properties }) =>
      type === 'AWS::ApiGateway::RestApi' &&
      JSON.stringify(object(properties['EndpointConfiguration'])['Types']) !== '["REGIONAL"]',
  },
  { id: 'exists-in-china', why: 'China lacks this service or option', broken: absentInChina },
  {
    id: 'any-partition',
    why: 'ARNs, hosts and principals come from tokens: the same template serves aws and aws-cn',
    broken: (resource) =>
      /arn:aws(-cn)?:|\.amazonaws\.com\.cn|\.(cn-north-1|cn-northwest-1)\.amazonaws/.test(text(resource)),
  },
  {
    id: 'alarm-with-runbook',
    why: 'an alarm says who is hurt and where to read what to do',
    broken: ({ type, properties }) =>
      type.startsWith('AWS::CloudWatch::') &&
      type.endsWith('Alarm') &&
      !/\. Runbook: docs\/runbooks\/[a-z-]+\.md$/.test(String(properties['AlarmDescription'])),
  },
  {
    id: 'logs-half-a-year',
    why: 'logs are kept for six months at least (CSL 21)',
    broken: (resource) => resource.type === 'AWS::Logs::LogGroup' && keptDays(resource) < 184,
  },
];
