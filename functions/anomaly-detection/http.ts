import { decideAnomaly as decisionBody } from '../../shared/contracts/anomaly.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { listAnomalies } from './list-anomalies.ts';

/** Shows leads and takes officers' decisions about them. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'anomaly-detection',
    dependencies: given,
    routes: {
      listAnomalies: get({ handle: listAnomalies }),
      decideAnomaly: post({ body: decisionBody, handle: decideAnomaly }),
    },
  });
export const handler = httpWith(dependencies);
