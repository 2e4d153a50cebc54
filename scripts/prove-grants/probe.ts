import { Broken, type Answer } from '../../localstack/demo/scene.ts';
import * as answers from '../../localstack/demo/answers.ts';
import type { Scene } from './scene.ts';

/** One thing that somebody does and that must succeed; throws Broken when it did not. */
export interface Step {
  /** How the thing is called in the table. */
  readonly name: string;
  readonly does: () => Promise<void>;
}
/** Gets ready while all grants stand, and gives the steps that are then done without one. */
export type Probe = (scene: Scene) => Promise<readonly Step[]>;

export const step = (name: string, does: () => Promise<void>): Step => ({ name, does });

const said = ({ status, body }: Answer): string => {
  const code = answers.refused.partial().safeParse(body).data?.code;
  return code === undefined ? String(status) : `${status} ${code}`;
};
/** Throws Broken with the answer's status and code when the status is not the wanted one. */
export const expectStatus = async (answer: Promise<Answer>, wanted: number): Promise<unknown> => {
  const given = await answer;
  if (given.status !== wanted) throw new Broken(said(given));
  return given.body;
};
/** A call of the API as a step; its name is method, path and what is asked. */
export const call = (name: string, wanted: number, ask: () => Promise<Answer>): Step =>
  step(name, async () => void (await expectStatus(ask(), wanted)));

/** Id of the ledger entry that a command wrote: also the id of the event that follows from it. */
export const entryOf = async (answer: Promise<Answer>, wanted: number): Promise<string> => {
  const body = await expectStatus(answer, wanted);
  const parsed = answers.registered.pick({ receipt: true }).safeParse(body);
  if (!parsed.success) throw new Broken('an answer without a receipt');
  return parsed.data.receipt.entry;
};
