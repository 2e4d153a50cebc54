import { inject } from 'vitest';
import {
  offices,
  organisation as organisationBody,
  instrument as instrumentBody,
} from '../../localstack/demo/cast.ts';
import { registered } from '../../localstack/demo/answers.ts';
import { expectAnswer, speaker } from '../../localstack/demo/speaker.ts';
import { up } from '../../localstack/up.ts';
import { inventUscc } from '../../shared/kernel/uscc.ts';

/** The deployed stage that the set-up brought up; joining it deploys nothing. */
export const world = await up({ world: inject('world') });

export const county = speaker(world, { role: 'officer', office: offices.county, name: 'test-county' });
export const province = speaker(world, { role: 'officer', office: offices.province, name: 'test-province' });

let count = 0;
const stem = (): string => {
  count += 1;
  return `T${process.pid
    .toString(36)
    .toUpperCase()
    .replaceAll(/[IOSVZ]/g, '0')}${String(count).padStart(3, '0')}`
    .padStart(8, '0')
    .slice(-8);
};

/** A fresh code that passes its checks, so that tests do not meet. */
export const freshUscc = (): string => inventUscc('9', '1', '330106', stem());

export const keyUnitBody = (changes: object = {}): object => ({
  kind: 'KEY_UNIT',
  name: '测试加油站',
  uscc: freshUscc(),
  keyUnitKind: 'FILLING_STATION',
  division: '330106',
  address: '测试路1号',
  location: { lon: 120.126, lat: 30.272, datum: 'CGCS2000' },
  listEdition: '2026-1',
  listedOn: '2026-01-15',
  ...changes,
});

export const newKeyUnit = async (changes: object = {}): Promise<string> =>
  (await expectAnswer(county.post('/v1/subjects', keyUnitBody(changes)), 201, registered)).id;

export interface Company {
  readonly id: string;
  readonly technician: string;
  readonly instrument: string;
  readonly speaks: ReturnType<typeof speaker>;
}

/** An organisation of its own with one technician and one instrument. */
export const newCompany = async (personId: string): Promise<Company> => {
  const { id } = await expectAnswer(
    province.post('/v1/subjects', { ...organisationBody, name: '测试检测公司', uscc: freshUscc() }),
    201,
    registered,
  );
  const speaks = speaker(world, { role: 'organisation', subject: id });
  const technician = await expectAnswer(
    speaks.post(`/v1/subjects/${id}/technicians`, {
      name: '王试',
      personId,
      abilityCertificate: {
        number: 'T-1',
        issuer: '测试学会',
        validFrom: '2025-01-01',
        validTo: '2027-12-31',
      },
      employedFrom: '2024-06-01',
    }),
    201,
    registered,
  );
  const instrument = await expectAnswer(
    speaks.post(`/v1/subjects/${id}/instruments`, instrumentBody),
    201,
    registered,
  );
  return { id, technician: technician.id, instrument: instrument.id, speaks };
};

/** A report of a few points that is right in every respect; tests change what they are about. */
export const reportBody = (
  company: Company,
  keyUnit: string,
  changes: object = {},
): Record<string, unknown> => ({
  reportNumber: `T-${stem()}`,
  keyUnit,
  organisation: company.id,
  inspectionType: 'PERIODIC',
  standards: [{ code: 'GB/T 21431', edition: '2023' }],
  activity: {
    startedAt: '2026-11-02T09:00:00+08:00',
    endedAt: '2026-11-02T11:00:00+08:00',
    position: { lon: 120.1261, lat: 30.2721, datum: 'CGCS2000' },
    technicians: [company.technician],
    instruments: [company.instrument],
  },
  issuedOn: '2026-11-03',
  nextInspectionOn: '2027-05-02',
  conclusion: 'PASS',
  tester: company.technician,
  structures: [{ number: '1', name: '罩棚', protectionClass: 2 }],
  points: [
    {
      number: '1',
      structure: '1',
      item: 'EARTH_RESISTANCE',
      place: 'FILLING_STATION_SHARED',
      method: 'POWER_FREQUENCY',
      value: '2.10',
      unit: 'ohm',
      standardValue: '4',
      verdict: 'PASS',
    },
  ],
  ...changes,
});
