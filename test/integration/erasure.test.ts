import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as answers from '../../localstack/demo/answers.ts';
import { output } from '../../localstack/demo/scene.ts';
import { expectAnswer, until } from '../../localstack/demo/speaker.ts';
import { newCompany, newKeyUnit, province, reportBody, world, type Company } from './world.ts';

const dynamoDb = new DynamoDBClient(world.clientSettings);
const s3 = new S3Client({ ...world.clientSettings, forcePathStyle: true });
const Bucket = output(world, 'records', 'ArchiveBucket');

/** Every item of the table, as text; bytes as the characters they might be. */
const table = async (): Promise<readonly { readonly key: string; readonly text: string }[]> => {
  const found: { key: string; text: string }[] = [];
  for await (const page of paginateScan({ client: dynamoDb }, { TableName: world.table }))
    for (const item of page.Items ?? []) {
      const bytes = Object.values(item).flatMap(({ B }) =>
        B === undefined ? [] : [Buffer.from(B).toString()],
      );
      found.push({
        key: `${item['pk']?.S} ${item['sk']?.S}`,
        text: `${JSON.stringify(item)}${bytes.join('')}`,
      });
    }
  return found;
};
/** Every object of the archive that tells of these files, as text. */
const archive = async (): Promise<string> => {
  const texts: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket }))
    for (const { Key } of page.Contents ?? [])
      texts.push(
        (await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()) ?? '',
      );
  return texts.join('\n');
};

const [person, manager] = ['王试', '测江月'];
const why = { reason: 'PURPOSE_ENDED', basis: '个人信息保护法第四十七条第一款第一项' };
const erased = z.looseObject({ keys: z.array(z.string()).min(1), receipt: answers.receipt });

describe('a person whose data are erased by command', () => {
  let company: Company;
  let keyUnit: string;
  const fileOf = async (subject: string): Promise<string> =>
    JSON.stringify((await province.get(`/v1/subjects/${subject}/file?purpose=CORRECTION`)).body);
  beforeAll(async () => {
    company = await newCompany('33010619000101005X');
    keyUnit = await newKeyUnit({ safetyManager: { name: manager, phone: '+86 571 1234 5678' } });
    await company.speaks.post('/v1/reports', reportBody(company, keyUnit));
  });

  it.each([
    ['a technician, whole', () => company.technician, { scope: 'PERSON' }],
    ['who is named in one field', () => keyUnit, { scope: 'FIELD', field: 'safetyManager' }],
  ])(
    '%s: the key is destroyed, the ledger says so, and the same command again gives the same receipt',
    async (_, of, what) => {
      const subject = of();
      const body = { ...what, ...('field' in what ? { record: subject } : {}), ...why };
      const path = `/v1/subjects/${subject}/erase`;
      const keysOf = async (): Promise<readonly string[]> =>
        (await table()).map(({ key }) => key).filter((key) => key.startsWith(`${subject} K#`));
      const before = await keysOf();
      expect(before.length).toBeGreaterThan(0);
      const first = await expectAnswer(province.post(path, body, `erase-${subject}`), 200, erased);
      expect(await keysOf()).toHaveLength(before.length - first.keys.length);
      expect(await expectAnswer(province.post(path, body, `erase-${subject}`), 200, erased)).toEqual(first);
      expect((await province.post(path, body)).status).toBe(409);
      const shown = await fileOf(subject);
      expect([shown.includes(person), shown.includes(manager)]).toEqual([false, false]);
      await until('its place in the tree', async () => {
        const place = `${subject} I#${String(first.receipt.sequence).padStart(10, '0')}`;
        return (await table()).some(({ key }) => key === place) ? true : undefined;
      });
    },
  );

  it('was never to be read in the table nor in the archive: only its key could open it', async () => {
    const texts = [...(await table()).map(({ text }) => text), await archive()].join('\n');
    expect(texts).toContain(keyUnit);
    for (const value of [person, manager, '33010619000101005X'])
      expect(texts.includes(value), value).toBe(false);
  });
});
