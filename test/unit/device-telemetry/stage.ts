import { consumerWith } from '../../../functions/device-telemetry/consumer.ts';
import { dependencies } from '../../../functions/device-telemetry/dependencies.ts';
import { httpWith } from '../../../functions/device-telemetry/http.ts';
import { callerSchema } from '../../../shared/access/caller.ts';
import { openTable } from '../../../shared/lambda/dynamodb.ts';
import { apiEvent } from '../../builders/api-event.ts';
import { anOrganisation, aUnit, openFiles } from '../../builders/heads.ts';
import { lambdaContext, queueEvent } from '../../builders/queue-event.ts';
import { settings } from '../../builders/stage.ts';
import { createTransport } from '../../transport/transport.ts';

export const tableName = 'files';
export const unitId = aUnit.id;
export const organisationId = anOrganisation.id;
export const countyOffice = aUnit.supervisingOffice;

/** What infra sets for the functions. */
const environment: Readonly<Record<string, string>> = {
  TABLE_NAME: tableName,
  DEVICE_POLICY_NAME: 'leian-33-device',
  DEVICE_RULE_NAME: 'leian_33_readings',
  LEDGER_KEY_ID: 'ledger-key',
  SETTINGS: JSON.stringify(settings),
};

export interface Claims {
  readonly role: string;
  readonly office?: string;
  readonly subject?: string;
}
export const unit: Claims = { role: 'unit', subject: unitId };
export const officer: Claims = { role: 'officer', office: countyOffice };

/** A stage in memory with one key unit and one organisation; the functions run as Lambda runs them. */
export const makeStage = async () => {
  Object.assign(process.env, environment);
  const transport = createTransport({ tables: [{ name: tableName }] });
  const table = openTable(tableName, transport.requestHandler);
  await openFiles(table, aUnit, anOrganisation);
  transport.reset();
  const http = httpWith(() => dependencies(transport.requestHandler));
  const consumer = consumerWith(() => ({ table }));
  const ask = async (
    method: 'GET' | 'POST',
    claims: Claims,
    subject: string,
    body?: object,
    key = 'command-0001',
  ) => {
    const event = apiEvent({
      method,
      resource: '/v1/subjects/{id}/devices',
      path: { id: subject },
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      caller: callerSchema.parse({ issuer: 'https://issuer.test', principal: 'a'.repeat(64), ...claims }),
    });
    const answer = await http(event, lambdaContext);
    return { status: answer.statusCode, body: JSON.parse(answer.body), text: answer.body };
  };
  /** Bodies as the queue holds them; answers with the places of those that were given back. */
  const deliver = async (...bodies: readonly (object | string)[]): Promise<readonly number[]> => {
    const { batchItemFailures } = await consumer(queueEvent(bodies), lambdaContext);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).toSorted((a, b) => a - b);
  };
  return { transport, table, ask, deliver };
};
