import { nameOf, type Grant } from './grants.ts';
import { reasonFor, unseen } from './unseen.ts';

/** What happened while one grant was missing. */
export interface Trial {
  readonly grant: Grant;
  /** The step of the probe that failed and what came instead; undefined when all held. */
  readonly failed: { readonly step: string; readonly instead: string } | undefined;
  /** Refusals in the log of whoever held it: error code and action. */
  readonly refusals: readonly Refused[];
}
export interface Refused {
  readonly code: string;
  readonly action: string;
}

export type Verdict =
  /** A step failed, and the log names the action as refused. */
  | { readonly kind: 'proven'; readonly code: string }
  | { readonly kind: 'unseen'; readonly why: string }
  | { readonly kind: 'unexplained'; readonly trouble: string };

/** Reads refusals out of a line of a log; IAM words them "… is not authorized to perform: <action> on resource: …". */
export const refusalsIn = (text: string): readonly Refused[] => {
  const code = /\b(AccessDenied(?:Exception)?|\w*AuthorizationError)\b/.exec(text)?.[1];
  return [...text.matchAll(/not authorized to perform: ([\w-]+:\w+)/g)].map(([, action = '']) => ({
    code: code ?? 'refused',
    action,
  }));
};

export const judge = ({ grant, failed, refusals }: Trial): Verdict => {
  const refused = refusals.find(({ action }) => action === grant.action);
  const reason = reasonFor(grant);
  if (failed !== undefined && refused !== undefined) {
    if (reason === undefined) return { kind: 'proven', code: refused.code };
    return { kind: 'unexplained', trouble: `is missed, though unseen.ts says: ${reason.why}` };
  }
  if (failed !== undefined)
    return { kind: 'unexplained', trouble: `"${failed.step}" failed for another reason: ${failed.instead}` };
  if (refused !== undefined)
    return { kind: 'unexplained', trouble: 'was asked for and refused, but every step held' };
  if (reason !== undefined) return { kind: 'unseen', why: reason.why };
  return { kind: 'unexplained', trouble: 'nobody misses it: superfluous, or unseen.ts lacks the reason' };
};

/** Everything that keeps the proof from being whole. With all grants tried, a line of unseen.ts must name some grant. */
export const troublesIn = (trials: readonly Trial[], all: boolean): readonly string[] => {
  const unexplained = trials.flatMap((trial) => {
    const verdict = judge(trial);
    return verdict.kind === 'unexplained' ? [`${nameOf(trial.grant)}: ${verdict.trouble}`] : [];
  });
  const idle = unseen.filter((line) => !trials.some(({ grant }) => reasonFor(grant) === line));
  return [
    ...unexplained,
    ...(all ? idle.map(({ sid, holder = 'any' }) => `unseen.ts names no grant: ${sid} of ${holder}`) : []),
  ];
};
