import type { Id, IdKind } from '../kernel/ids.ts';
import { bodies, loop } from './example-bodies.ts';
import type { RouteId } from './routes.ts';

/** Who sends an example. `colleague` is another officer of the county office: a recheck needs two people. */
export type Sender = 'county' | 'colleague' | 'province' | 'organisation' | 'unit' | 'nobody';
export interface Example {
  readonly route: RouteId;
  /** One word; it names the example in OpenAPI. */
  readonly name: string;
  readonly as: Sender;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Where the answer holds an id (JSON Pointer), and what the later examples call it. */
  readonly gives?: Readonly<Record<string, string>>;
}

/** An id of nobody; whoever runs the examples puts in its place what the answer gave. */
const idOf = <K extends IdKind>(kind: K, n: number): Id<K> =>
  `${kind}_01KJEXAMP${String(n).padStart(17, '0')}`;
export const exampleIds = {
  unit: idOf('sub', 1),
  twin: idOf('sub', 2),
  organisation: idOf('sub', 3),
  technician: idOf('sub', 4),
  instrument: idOf('ins', 5),
  report: idOf('rep', 6),
  hazard: idOf('haz', 7),
  mistaken: idOf('haz', 8),
  refused: idOf('haz', 9),
  anomaly: idOf('ano', 10),
  device: idOf('dev', 11),
} as const;
const ids = exampleIds;
const { unit, organisation } = ids;

const onHazard = (as: Sender, command: string, body: object, hazard: string = ids.hazard): Example => ({
  route: 'commandHazard',
  name: hazard === ids.hazard ? command : `${command} ${hazard === ids.mistaken ? 'mistaken' : 'refused'}`,
  as,
  path: { id: unit, hazard, command },
  body,
});
const ofFile = (route: RouteId, as: Sender = 'county', id: string = unit): Example => ({
  route,
  name: 'file',
  as,
  path: { id },
});

/**
 * Requests that work, in this order, on an empty province: OpenAPI shows them, and a test sends each of them and holds
 * the answer against its schema. Everybody is invented.
 */
export const examples: readonly Example[] = [
  { route: 'health', name: 'health', as: 'nobody' },
  { route: 'openapi', name: 'openapi', as: 'nobody' },
  { route: 'registerSubject', name: 'unit', as: 'county', body: bodies.unit, gives: { '/id': unit } },
  { route: 'registerSubject', name: 'twin', as: 'county', body: bodies.twin, gives: { '/id': ids.twin } },
  {
    ...{ route: 'registerSubject', name: 'organisation', as: 'province' },
    body: bodies.organisation,
    gives: { '/id': organisation },
  },
  { route: 'findSubjects', name: 'code', as: 'organisation', query: { code: bodies.unit.uscc } },
  {
    ...{ route: 'registerTechnician', name: 'technician', as: 'organisation' },
    path: { id: organisation },
    body: bodies.technician,
    gives: { '/id': ids.technician },
  },
  {
    ...{ route: 'registerInstrument', name: 'instrument', as: 'organisation' },
    path: { id: organisation },
    body: bodies.instrument,
    gives: { '/id': ids.instrument },
  },
  {
    ...{ route: 'submitReport', name: 'report', as: 'organisation' },
    body: bodies.report(ids),
    gives: { '/id': ids.report },
  },
  {
    ...{ route: 'readReport', name: 'report', as: 'county' },
    path: { report: ids.report },
    query: { subject: unit },
  },
  {
    ...ofFile('listHazards'),
    query: { state: 'FOUND', limit: '50' },
    gives: { '/hazards/0/id': ids.hazard, '/hazards/1/id': ids.mistaken, '/hazards/2/id': ids.refused },
  },
  onHazard('county', 'reject', loop.reject, ids.mistaken),
  onHazard('county', 'confirm', loop.confirm, ids.refused),
  onHazard('county', 'notify', loop.notify, ids.refused),
  onHazard('county', 'refuse', loop.refuse, ids.refused),
  onHazard('county', 'confirm', loop.confirm),
  onHazard('county', 'notify', loop.notify),
  onHazard('county', 'extend', loop.extend),
  onHazard('unit', 'plan', loop.plan),
  onHazard('unit', 'submit', loop.submit),
  onHazard('county', 'return', loop.return),
  { ...onHazard('unit', 'submit', loop.submit), name: 'submit again' },
  onHazard('county', 'recheck', loop.recheck),
  { ...onHazard('colleague', 'recheck', loop.recheck), name: 'second recheck' },
  onHazard('county', 'close', loop.close),
  {
    ...{ route: 'readHazard', name: 'hazard', as: 'county' },
    path: { id: unit, hazard: ids.hazard },
    query: { purpose: 'SUPERVISION' },
  },
  { ...ofFile('listAnomalies', 'province', organisation), gives: { '/anomalies/0/id': ids.anomaly } },
  {
    ...{ route: 'readAnomaly', name: 'anomaly', as: 'province' },
    path: { id: organisation, anomaly: ids.anomaly },
  },
  {
    ...{ route: 'decideAnomaly', name: 'release', as: 'province' },
    path: { id: organisation, anomaly: ids.anomaly, command: 'release' },
    body: bodies.release,
  },
  {
    ...{ route: 'decideAnomaly', name: 'confirm', as: 'province' },
    path: { id: organisation, anomaly: ids.anomaly, command: 'confirm' },
    body: bodies.confirm,
  },
  ofFile('readCreditGrade', 'organisation', organisation),
  {
    ...{ route: 'registerDevice', name: 'device', as: 'unit' },
    path: { id: unit },
    body: bodies.device,
    gives: { '/id': ids.device },
  },
  ofFile('listDevices'),
  { ...ofFile('readFile'), query: { purpose: 'SUPERVISION', limit: '40' } },
  { ...ofFile('readFile', 'organisation', organisation), name: 'own' },
  { ...ofFile('readFile', 'unit'), name: 'stored', query: { form: 'stored' } },
  ofFile('readHistory'),
  ofFile('readLedger'),
  ofFile('readStatement'),
  ofFile('readProofs'),
  {
    ...{ route: 'reAliasSubject', name: 'code', as: 'county' },
    path: { id: unit },
    body: bodies.newCode,
  },
  {
    ...{ route: 'erasePersonalData', name: 'field', as: 'province' },
    path: { id: unit },
    body: bodies.erase(unit),
  },
  {
    ...{ route: 'mergeSubjects', name: 'twin', as: 'county' },
    path: { id: ids.twin },
    body: bodies.merge(unit),
  },
];
