import { setTimeout as sleep } from 'node:timers/promises';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Broken } from '../../localstack/demo/scene.ts';
import type { Grant } from './grants.ts';
import { processesOf, type Processes } from './fresh-process.ts';
import type { Step } from './probe.ts';
import { inVirtualTime, probes } from './probes.ts';
import { roleNameOf, takeAway } from './roles.ts';
import type { Scene } from './scene.ts';
import { judge, refusalsIn, type Trial } from './verdict.ts';

/** Does the steps in order up to the first that fails. */
const firstFailure = async (steps: readonly Step[]): Promise<Trial['failed']> => {
  for (const { name, does } of steps) {
    try {
      await does();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { step: name, instead: error.message };
    }
  }
  return undefined;
};

export interface Trials {
  /** Takes the grant away, has the steps done by a fresh process, puts it back. */
  try(grant: Grant): Promise<Trial>;
  /** All steps of a holder with all grants; undefined when they hold. */
  whole(): Promise<Trial['failed']>;
  /** Gives the function its settings back. */
  end(): Promise<void>;
}

const noProcesses: Processes = { renew: async () => {}, restore: async () => {} };
/** A step can fail or hold by chance: the minute of the schedule, a race that nobody lost. So often is it asked. */
const mostTries = 3;

/** Everything to try the grants of one holder. */
export const openTrials = async (
  scene: Scene,
  holder: Pick<Grant, 'holder' | 'function'>,
): Promise<Trials> => {
  const { clientSettings, resources } = scene.world;
  const iam = new IAMClient(clientSettings);
  const lambda = new LambdaClient(clientSettings);
  const probe = probes[holder.holder];
  if (probe === undefined) throw new Error(`nothing is done for ${holder.holder}`);
  const name = holder.function === undefined ? undefined : scene.functionName(holder.function);
  const processes =
    name === undefined
      ? noProcesses
      : await processesOf(lambda, name, !inVirtualTime.includes(holder.holder));

  const refusals = async (from: number) =>
    name === undefined ? [] : (await scene.logs.since(name, from)).flatMap(({ text }) => refusalsIn(text));
  const ready = async (): Promise<{ steps: readonly Step[] } | Required<Pick<Trial, 'failed'>>> => {
    try {
      return { steps: await probe(scene) };
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { failed: { step: 'getting ready', instead: error.message } };
    }
  };
  const once = async (grant: Grant): Promise<Trial> => {
    const steps = await ready();
    if ('failed' in steps) return { grant, failed: steps.failed, refusals: [] };
    const putBack = await takeAway(iam, roleNameOf(resources, grant), grant);
    const from = Date.now();
    try {
      await processes.renew();
      const failed = await firstFailure(steps.steps);
      // The line of an answered request may be written just after the answer.
      if (failed !== undefined) await sleep(200);
      return { grant, failed, refusals: await refusals(from) };
    } finally {
      await putBack();
    }
  };
  return {
    try: async (grant) => {
      let trial = await once(grant);
      for (let tries = 1; tries < mostTries && judge(trial).kind === 'unexplained'; tries += 1)
        trial = await once(grant);
      return trial;
    },
    whole: async () => {
      let failed: Trial['failed'];
      for (let tries = 0; tries < mostTries; tries += 1) {
        const steps = await ready();
        await processes.renew();
        failed = 'failed' in steps ? steps.failed : await firstFailure(steps.steps);
        if (failed === undefined) return undefined;
      }
      return failed;
    },
    end: async () => {
      await processes.restore();
      iam.destroy();
      lambda.destroy();
    },
  };
};
