import { submitReport as reportBody } from '../../shared/contracts/report.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { dependencies } from './dependencies.ts';
import { readReport } from './read-report.ts';
import { submitReport } from './submit-report.ts';

/** Takes in inspection reports and shows them. */
export const handler = defineHttp({
  capability: 'report-intake',
  dependencies,
  routes: {
    submitReport: post({ body: reportBody, handle: submitReport }),
    readReport: get({ handle: readReport }),
  },
});
