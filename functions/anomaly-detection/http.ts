import { decideAnomaly as decisionBody } from '../../shared/contracts/anomaly.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { decideAnomaly } from './decide-anomaly.ts';
import { commandDependencies, type Commands } from './dependencies.ts';
import { listAnomalies, readAnomaly } from './list-anomalies.ts';

/** Shows leads and takes officers' decisions about them. */
export const httpWith = (given: () => Commands) =>
  defineHttp({
    capability: 'anomaly-detection',
    dependencies: given,
    routes: {
      listAnomalies: get({ handle: listAnomalies }),
      readAnomaly: get({ handle: readAnomaly }),
      decideAnomaly: post({ body: decisionBody, handle: decideAnomaly }),
    },
  });
export const handler = httpWith(commandDependencies);
