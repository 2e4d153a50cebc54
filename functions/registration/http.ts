import {
  registerInstrument as instrumentBody,
  registerSubject as subjectBody,
  registerTechnician as technicianBody,
} from '../../shared/contracts/registration.ts';
import {
  erasePersonalData as eraseBody,
  mergeSubjects as mergeBody,
  reAliasSubject as reAliasBody,
} from '../../shared/contracts/subject-change.ts';
import { ok, type Result } from '../../shared/kernel/problem.ts';
import { defineHttp, get, open, post } from '../../shared/lambda/http.ts';
import type { Reply } from '../../shared/lambda/reply.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { erasePersonalData } from './erase-personal-data.ts';
import { findSubjects } from './find-subjects.ts';
import { health } from './health.ts';
import { mergeSubjects } from './merge-subjects.ts';
import { reAliasSubject } from './re-alias-subject.ts';
import { readFile } from './read-file.ts';
import { readHistory } from './read-history.ts';
import { readLedger } from './read-ledger.ts';
import { readProofs } from './read-proofs.ts';
import { readStatement } from './read-statement.ts';
import { registerInstrument } from './register-instrument.ts';
import { registerSubject } from './register-subject.ts';
import { registerTechnician } from './register-technician.ts';

/** `GET /v1/openapi.json`. Loaded when somebody asks: it is long, and no other request needs it. */
const describeApi = async (): Promise<Result<Reply>> => {
  const { default: body } = await import('../../shared/contracts/openapi.json', { with: { type: 'json' } });
  return ok({ status: 200, body });
};

/** Registers subjects, merges, renames, erases them, and reads their files. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'registration',
    dependencies: given,
    routes: {
      registerSubject: post({ body: subjectBody, handle: registerSubject }),
      registerTechnician: post({ body: technicianBody, handle: registerTechnician }),
      registerInstrument: post({ body: instrumentBody, handle: registerInstrument }),
      mergeSubjects: post({ body: mergeBody, handle: mergeSubjects }),
      reAliasSubject: post({ body: reAliasBody, handle: reAliasSubject }),
      erasePersonalData: post({ body: eraseBody, handle: erasePersonalData }),
      findSubjects: get({ handle: findSubjects }),
      readFile: get({ handle: readFile }),
      readHistory: get({ handle: readHistory }),
      readLedger: get({ handle: readLedger }),
      readStatement: get({ handle: readStatement }),
      readProofs: get({ handle: readProofs }),
      health: open({ open: health }),
      openapi: open({ open: describeApi }),
    },
  });
export const handler = httpWith(dependencies);
