import * as z from 'zod';
import { storedId } from './entities.ts';
import { id, text, uscc } from './primitives.ts';

/** `POST /v1/subjects/{id}/merge`: the same subject was registered twice; `into` is the file that goes on. */
export const mergeSubjects = z.lazy(() => z.strictObject({ into: id('sub'), reason: text(5, 1000) }));

/** `POST /v1/subjects/{id}/re-alias`: the subject has a new credit code, a new name, or both. */
export const reAliasSubject = z.lazy(() =>
  z.strictObject({ uscc, name: text(1, 120).optional(), reason: text(5, 1000) }),
);

/** Why personal data must go: the cases of PIPL art. 47(1). */
export const erasureReason = z.enum([
  /** (1) The purpose is achieved, cannot be achieved, or no longer needs the data. */
  'PURPOSE_ENDED',
  /** (2) The service ended, or the time for which the data are kept is over. */
  'RETENTION_OVER',
  /** (3) The person withdrew consent. */
  'CONSENT_WITHDRAWN',
  /** (4) The data were handled against law or agreement. */
  'UNLAWFUL',
  /** (5) Another case that laws or regulations name. */
  'OTHER_LAW',
]);
const why = () => ({
  reason: erasureReason,
  /** Law and file number by which it is done. No names: it stays when the data are gone. */
  basis: text(2, 200),
});

/** `POST /v1/subjects/{id}/erase`: everything of the person whose file it is, or whoever is named in one field of another file. */
export const erasePersonalData = z.lazy(() =>
  z.discriminatedUnion('scope', [
    z.strictObject({ scope: z.literal('PERSON'), ...why() }),
    z.strictObject({
      scope: z.literal('FIELD'),
      /** Id of the record; the subject's own id for its head. */
      record: z.union([id('sub'), id('haz')]),
      field: text(1, 40),
      ...why(),
    }),
  ]),
);

/** What stays of an erasure: which keys of the file were destroyed, about what, and why. Never what they had sealed. */
export const erasure = z.lazy(() =>
  z.object({
    id: storedId('ers'),
    keys: z.array(z.string()).min(1),
    scope: z.enum(['PERSON', 'FIELD']),
    record: z.string(),
    field: z.string(),
    reason: erasureReason,
    basis: z.string(),
    by: z.string(),
  }),
);

export type MergeSubjects = z.output<typeof mergeSubjects>;
export type ReAliasSubject = z.output<typeof reAliasSubject>;
export type ErasePersonalData = z.output<typeof erasePersonalData>;
export type Erasure = z.output<typeof erasure>;
