import type { Grant } from './grants.ts';

/** Why the absence of some grants shows nowhere on the emulator. `holder` narrows a line to one holder. */
export interface Unseen {
  readonly sid: string;
  readonly holder?: string;
  readonly action?: string;
  readonly why: string;
}

const stored =
  'stored data are encrypted by the service: on AWS it asks for the key in the name of the caller, the emulator asks nobody';
const clock =
  'only the clock of virtual time reads by it, and the proof runs in real time; local stages keep it, and roles are the same everywhere (test/infra/local.test.ts)';
const unasked = (who: string): string => `${who}; the emulator acts without asking for the role`;

/**
 * Grants that nothing on the emulator misses, with the reason. The list is exact: a grant that is missed after all, or a line
 * that names no grant, fails the run.
 */
export const unseen: readonly Unseen[] = [
  { sid: 'WriteOwnLog', why: unasked('on AWS, Lambda writes the log in the name of the function') },
  { sid: 'UseTableKey', why: stored },
  { sid: 'UseArchiveKey', why: stored },
  { sid: 'WorkOnItsQueue', why: unasked('on AWS, Lambda reads the queue in the name of the function') },
  { sid: 'ReadTheStream', why: unasked('on AWS, Lambda reads the stream in the name of the function') },
  {
    sid: 'SetPoisonAside',
    why: unasked('on AWS, Lambda sets poison aside in the name of the function'),
  },
  { sid: 'CallItsTask', why: unasked('on AWS, the machine calls its task in the name of this role') },
  {
    sid: 'DeliverLogs',
    why: unasked('on AWS, Step Functions has its log delivered in the name of this role'),
  },
  { sid: 'CallTheSweep', why: unasked('on AWS, the scheduler calls in the name of this role') },
  {
    sid: 'KeepMissedCalls',
    why: 'on AWS, the scheduler keeps calls that failed in the name of this role; the emulator keeps none',
  },
  {
    sid: 'HandOverReadings',
    why: 'on AWS, the topic rule sends in the name of this role; the emulator takes the name of a role and does not use it',
  },
  { sid: 'WriteGatewayLogs', why: unasked('on AWS, the gateway writes its log in the name of this role') },
  { sid: 'Files', holder: 'credit-evaluation-http', action: 'dynamodb:GetItem', why: clock },
  {
    sid: 'Files',
    holder: 'hazard-tracking-http',
    action: 'dynamodb:GetItem',
    why: 'read by it when a race or an answer was lost, of which the emulator has none, and the clock of virtual time',
  },
  { sid: 'Files', holder: 'ledger-integrator-consumer', action: 'dynamodb:GetItem', why: clock },
];

/** The line that says why nobody misses this grant; undefined where somebody must. */
export const reasonFor = ({ sid, holder, action }: Grant): Unseen | undefined =>
  unseen.find(
    (one) =>
      one.sid === sid &&
      (one.holder === undefined || one.holder === holder) &&
      (one.action === undefined || one.action === action),
  );
