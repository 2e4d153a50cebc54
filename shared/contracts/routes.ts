/** One route of the public API. `open` routes need no token. Infra makes the gateway from this list, OpenAPI is generated from it. */
export interface Route {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: `/v1/${string}`;
  readonly capability: string;
  readonly open?: true;
  /** A command that edits one stored record: `If-Match` binds it to the version that the client saw. */
  readonly conditional?: true;
}

export const routes = [
  { id: 'registerSubject', method: 'POST', path: '/v1/subjects', capability: 'registration' },
  { id: 'findSubjects', method: 'GET', path: '/v1/subjects', capability: 'registration' },
  { id: 'readFile', method: 'GET', path: '/v1/subjects/{id}/file', capability: 'registration' },
  { id: 'readHistory', method: 'GET', path: '/v1/subjects/{id}/history', capability: 'registration' },
  { id: 'readLedger', method: 'GET', path: '/v1/subjects/{id}/ledger', capability: 'registration' },
  {
    id: 'readStatement',
    method: 'GET',
    path: '/v1/subjects/{id}/ledger/statement',
    capability: 'registration',
  },
  { id: 'readProofs', method: 'GET', path: '/v1/subjects/{id}/ledger/proofs', capability: 'registration' },
  {
    id: 'registerTechnician',
    method: 'POST',
    path: '/v1/subjects/{id}/technicians',
    capability: 'registration',
  },
  {
    id: 'registerInstrument',
    method: 'POST',
    path: '/v1/subjects/{id}/instruments',
    capability: 'registration',
  },
  {
    id: 'mergeSubjects',
    method: 'POST',
    path: '/v1/subjects/{id}/merge',
    capability: 'registration',
    conditional: true,
  },
  {
    id: 'reAliasSubject',
    method: 'POST',
    path: '/v1/subjects/{id}/re-alias',
    capability: 'registration',
    conditional: true,
  },
  { id: 'erasePersonalData', method: 'POST', path: '/v1/subjects/{id}/erase', capability: 'registration' },
  { id: 'submitReport', method: 'POST', path: '/v1/reports', capability: 'report-intake' },
  { id: 'readReport', method: 'GET', path: '/v1/reports/{report}', capability: 'report-intake' },
  {
    id: 'listAnomalies',
    method: 'GET',
    path: '/v1/subjects/{id}/anomalies',
    capability: 'anomaly-detection',
  },
  {
    id: 'readAnomaly',
    method: 'GET',
    path: '/v1/subjects/{id}/anomalies/{anomaly}',
    capability: 'anomaly-detection',
  },
  {
    id: 'decideAnomaly',
    method: 'POST',
    path: '/v1/subjects/{id}/anomalies/{anomaly}/{command}',
    capability: 'anomaly-detection',
    conditional: true,
  },
  { id: 'listHazards', method: 'GET', path: '/v1/subjects/{id}/hazards', capability: 'hazard-tracking' },
  {
    id: 'readHazard',
    method: 'GET',
    path: '/v1/subjects/{id}/hazards/{hazard}',
    capability: 'hazard-tracking',
  },
  {
    id: 'commandHazard',
    method: 'POST',
    path: '/v1/subjects/{id}/hazards/{hazard}/{command}',
    capability: 'hazard-tracking',
    conditional: true,
  },
  {
    id: 'readCreditGrade',
    method: 'GET',
    path: '/v1/subjects/{id}/credit-grade',
    capability: 'credit-evaluation',
  },
  { id: 'registerDevice', method: 'POST', path: '/v1/subjects/{id}/devices', capability: 'device-telemetry' },
  { id: 'listDevices', method: 'GET', path: '/v1/subjects/{id}/devices', capability: 'device-telemetry' },
  { id: 'health', method: 'GET', path: '/v1/health', capability: 'registration', open: true },
  { id: 'openapi', method: 'GET', path: '/v1/openapi.json', capability: 'registration', open: true },
] as const satisfies readonly Route[];

export type RouteId = (typeof routes)[number]['id'];
export type CapabilityRoute<C extends string> = Extract<(typeof routes)[number], { capability: C }>['id'];
