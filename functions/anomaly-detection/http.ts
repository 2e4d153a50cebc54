import { decideAnomaly as decisionBody } from '../../shared/contracts/anomaly.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import { dependencies } from './dependencies.ts';
import { listAnomalies } from './list-anomalies.ts';

/** Shows leads and takes officers' decisions about them. */
export const handler = defineHttp({
  capability: 'anomaly-detection',
  dependencies,
  routes: {
    listAnomalies: get({ handle: listAnomalies }),
    decideAnomaly: post({ body: decisionBody, handle: decideAnomaly }),
  },
});
