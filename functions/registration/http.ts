import {
  registerInstrument as instrumentBody,
  registerSubject as subjectBody,
  registerTechnician as technicianBody,
} from '../../shared/contracts/registration.ts';
import openapi from '../../shared/contracts/openapi.json' with { type: 'json' };
import { ok } from '../../shared/kernel/problem.ts';
import { defineHttp, get, open, post } from '../../shared/lambda/http.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { findSubjects } from './find-subjects.ts';
import { health } from './health.ts';
import { readFile } from './read-file.ts';
import { readLedger } from './read-ledger.ts';
import { registerInstrument } from './register-instrument.ts';
import { registerSubject } from './register-subject.ts';
import { registerTechnician } from './register-technician.ts';

/** Registers subjects and reads their files. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'registration',
    dependencies: given,
    routes: {
      registerSubject: post({ body: subjectBody, handle: registerSubject }),
      registerTechnician: post({ body: technicianBody, handle: registerTechnician }),
      registerInstrument: post({ body: instrumentBody, handle: registerInstrument }),
      findSubjects: get({ handle: findSubjects }),
      readFile: get({ handle: readFile }),
      readLedger: get({ handle: readLedger }),
      health: open({ open: health }),
      openapi: open({ open: async () => await Promise.resolve(ok({ status: 200, body: openapi })) }),
    },
  });
export const handler = httpWith(dependencies);
