import { toJson } from '../../../shared/kernel/canonical.ts';
import { consumerWith } from '../../../functions/credit-evaluation/consumer.ts';
import type { Dependencies } from '../../../functions/credit-evaluation/dependencies.ts';
import { httpWith } from '../../../functions/credit-evaluation/http.ts';
import { callerSchema } from '../../../shared/access/caller.ts';
import { anomaly, type Anomaly } from '../../../shared/contracts/entities.ts';
import { deriveId } from '../../../shared/kernel/ids.ts';
import { append } from '../../../shared/subject-file/append.ts';
import { openTable } from '../../../shared/lambda/dynamodb.ts';
import { apiEvent } from '../../builders/api-event.ts';
import { anOrganisation, aUnit, instant, openFiles } from '../../builders/heads.ts';
import { zhejiang } from '../../builders/offices.ts';
import { lambdaContext, queueEvent } from '../../builders/queue-event.ts';
import { createTransport } from '../../transport/transport.ts';

export const tableName = 'files';
export const officer = { role: 'officer', office: '330106' };
export const organisation = { role: 'organisation', subject: anOrganisation.id };

/** An event as the bus hands it to the queue; n makes it another one. */
export const event = (
  type: string,
  subject: string,
  state: object,
  n: number,
  time = '2026-06-01T04:00:00.000Z',
) => ({
  detail: {
    id: deriveId('ent', instant(time), type, String(n)),
    type,
    version: '1.0',
    subject,
    sequence: n,
    province: '33',
    time,
    correlation: `c-${n}`,
    dataClass: 'general',
    state,
  },
});
export const registered = () =>
  event(
    'InspectionOrganisationRegistered',
    anOrganisation.id,
    {
      subjectKind: 'INSPECTION_ORGANISATION',
      division: '330108',
      supervisingOffice: '330000',
      homeProvince: '33',
    },
    1,
  );
export const reportReceived = (n: number, receivedAt: string, uploadDueOn?: string) =>
  event(
    'InspectionReportReceived',
    aUnit.id,
    {
      id: `rep_01KJREP${String(n).padStart(19, '0')}`,
      organisation: anOrganisation.id,
      reportedBy: anOrganisation.id,
      keyUnit: aUnit.id,
      reportNumber: `雷检字〔2026〕第${n}号`,
      issuedOn: '2026-05-20',
      receivedAt,
      ...(uploadDueOn === undefined ? {} : { uploadDueOn }),
      pointCount: 100,
      failedPointCount: 0,
    },
    n,
    receivedAt,
  );
export const anomalyDecided = (given: Anomaly, n: number, state = 'CONFIRMED') =>
  event('AnomalyDecided', given.organisation, { ...given, state }, n);
export const overdue = (hazard: number, level: number, n: number, own = true) =>
  event(
    'HazardOverdue',
    aUnit.id,
    {
      id: `haz_01KJHAZ${String(hazard).padStart(19, '0')}`,
      state: 'NOTIFIED',
      level,
      ...(own ? { organisation: anOrganisation.id } : {}),
    },
    n,
  );

export const anAnomaly = (n: number, severity: 1 | 2 | 3, mark: 'S' | 'L' | 'G'): Anomaly =>
  anomaly.parse({
    id: `ano_01KJAN0${String(n).padStart(19, '0')}`,
    organisation: anOrganisation.id,
    reportedBy: anOrganisation.id,
    report: 'rep_01KJREP0000000000000000001',
    reportNumber: '雷检字〔2026〕第1号',
    keyUnit: aUnit.id,
    rule: 'R01',
    ruleVersion: 'r01-1',
    severity,
    mark,
    basis: [],
    explanation: { zh: '一人同时在两地', en: 'one person at two places' },
    findings: {},
    foundAt: '2026-05-30T00:00:00.000Z',
    state: 'CONFIRMED',
  });

/** A stage in memory; `without` leaves the organisation unregistered. */
export const makeStage = async (without?: 'organisation') => {
  const transport = createTransport({ tables: [{ name: tableName }] });
  const table = openTable(tableName, transport.requestHandler);
  await openFiles(table, aUnit, ...(without === undefined ? [anOrganisation] : []));
  const given: Dependencies = {
    table,
    settings: {
      ...zhejiang,
      uploadDeadline: { days: 15, kind: 'working', from: 'REPORT_ISSUED', source: 'test', mark: 'S' },
    },
  };
  const consumer = consumerWith(() => given);
  const http = httpWith(() => given);
  const deliver = async (...events: readonly object[]): Promise<readonly number[]> => {
    const { batchItemFailures } = await consumer(queueEvent(events), lambdaContext);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).toSorted((a, b) => a - b);
  };
  const store = async (...anomalies: readonly Anomaly[]): Promise<void> => {
    await append(table, {
      subject: anOrganisation.id,
      type: 'AnomalyFound',
      cause: anomalies.map(({ id }) => id).join(),
      time: instant('2026-05-30T00:00:00Z'),
      actor: { ref: 'test', role: 'system' },
      source: { channel: 'system' },
      correlation: 'test',
      changes: anomalies.map((one) => ({ kind: 'ANOMALY' as const, id: one.id, body: toJson(one) })),
    });
  };
  const grade = async (claims: object = officer, subject: string = anOrganisation.id) => {
    const request = apiEvent({
      method: 'GET',
      resource: '/v1/subjects/{id}/credit-grade',
      path: { id: subject },
      caller: callerSchema.parse({ issuer: 'https://issuer.test', principal: 'b'.repeat(64), ...claims }),
    });
    const answer = await http(request, lambdaContext);
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  return { transport, table, deliver, store, grade };
};
