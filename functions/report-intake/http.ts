import { submitReport as reportBody } from '../../shared/contracts/report.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { readReport } from './read-report.ts';
import { submitReport } from './submit-report.ts';

/** Takes in inspection reports and shows them. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'report-intake',
    dependencies: given,
    routes: {
      submitReport: post({ body: reportBody, handle: submitReport }),
      readReport: get({ handle: readReport }),
    },
  });
export const handler = httpWith(dependencies);
