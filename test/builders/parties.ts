import * as z from 'zod';
import type { Caller } from '../../shared/access/caller.ts';
import { sha256 } from '../../shared/kernel/digest.ts';
import { isId, type IdKind, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { inventUscc } from '../../shared/kernel/uscc.ts';
import { honestReport, type ReportBody } from './report.ts';
import type { Stage } from './stage.ts';

const account = (name: string): Pick<Caller, 'issuer' | 'principal' | 'person'> => ({
  issuer: 'https://issuer.leian.invalid',
  principal: sha256(name),
  person: `keyed ${name}`,
});
export const officer = (office: string, name = `officer of ${office}`): Caller => ({
  ...account(name),
  role: 'officer',
  office,
});
export const organisation = (subject: SubjectId): Caller => ({
  ...account(`clerk of ${subject}`),
  role: 'organisation',
  subject,
});
export const unit = (subject: SubjectId): Caller => ({
  ...account(`manager of ${subject}`),
  role: 'unit',
  subject,
});
export const someone: Caller = { ...account('passer-by'), role: 'public' };

/** Hangzhou's Xihu district and what stands above it. */
export const county = officer('330106');
export const province = officer('330000');

/** Stations stand about a kilometre apart. */
export const locationOf = (n: number) => ({ lon: 120.126 + (n - 1) / 100, lat: 30.272, datum: 'CGCS2000' });
export const stationLocation = locationOf(1);
/** A filling station; n makes it another one with a code of its own. */
export const stationBody = (n = 1, given: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'KEY_UNIT',
  name: `演示第${n}加油站`,
  uscc: inventUscc('9', '1', '330106', `DEM0${String(n).padStart(4, '0')}`),
  keyUnitKind: 'FILLING_STATION',
  division: '330106',
  address: `演示路${n}号`,
  location: locationOf(n),
  listEdition: '2026-1',
  listedOn: '2026-01-15',
  ...given,
});
export const organisationBody = (n = 1) => ({
  kind: 'INSPECTION_ORGANISATION',
  name: `演示第${n}检测公司`,
  uscc: inventUscc('9', '1', '330108', `DEM9${String(n).padStart(4, '0')}`),
  division: '330108',
  address: `演示大道${n}号`,
  homeProvince: '33',
  certificate: {
    number: `13320240${String(n).padStart(2, '0')}`,
    grade: 'A',
    issuedBy: '演示省级气象主管机构',
    issuedOn: '2024-05-20',
    validTo: '2029-05-19',
  },
});

const checkDigits = '10X98765432';
/** Number of nobody: a birth date long past, a right check digit (GB 11643). */
export const personNumber = (n: number): string => {
  const stem = `33010619000101${String(n).padStart(3, '0')}`;
  const sum = [...stem].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return stem + (checkDigits[sum % 11] ?? '');
};
export const technicianBody = (n = 0) => ({
  name: `测${'甲乙丙丁戊己庚辛壬癸'[n % 10] ?? ''}演示`,
  personId: personNumber(n),
  abilityCertificate: {
    number: `DEMO-2025-${n}`,
    issuer: '演示学会',
    validFrom: '2025-01-01',
    validTo: '2027-12-31',
  },
  employedFrom: '2024-06-01',
});
export const instrumentBody = (n = 0) => ({
  serialNumber: `DEMO-${n}`,
  instrumentKind: 'EARTH_TESTER',
  model: 'ET-100',
  maker: '演示仪器厂',
  calibration: {
    certificateNumber: `DEMO-CAL-${n}`,
    body: '演示计量院',
    calibratedOn: '2026-02-01',
    validTo: '2027-01-31',
  },
});

export type OrganisationBody = ReturnType<typeof organisationBody>;
export type TechnicianBody = ReturnType<typeof technicianBody>;
export type InstrumentBody = ReturnType<typeof instrumentBody>;

const answered = z.object({ id: z.string() });
/** Id in an answer. Throws with the whole answer when the command was refused. */
export const idOf = <K extends IdKind>(kind: K, answer: { readonly text: string }): Id<K> => {
  const { data } = answered.safeParse(JSON.parse(answer.text));
  if (data === undefined || !isId(kind, data.id)) throw new Error(answer.text);
  return data.id;
};

/** What stands in the bodies by which an organisation and its own are registered, where it differs from the usual. */
export interface Bent {
  readonly organisation?: (body: OrganisationBody) => OrganisationBody;
  /** The second technician and the second instrument alone are bent. */
  readonly technician?: (body: TechnicianBody) => TechnicianBody;
  readonly instrument?: (body: InstrumentBody) => InstrumentBody;
}
const asIs = <T>(body: T): T => body;

/** An organisation with two technicians and two instruments, registered by command. */
export const registerOrganisation = async (stage: Stage, n = 1, bent: Bent = {}) => {
  const { organisation: bend = asIs, technician: bendPerson = asIs, instrument: bendTool = asIs } = bent;
  const id = idOf('sub', await stage.ask('registerSubject', province, { body: bend(organisationBody(n)) }));
  const clerk = organisation(id);
  const technician = async (which: number) =>
    idOf(
      'sub',
      await stage.ask('registerTechnician', clerk, {
        path: { id },
        body: (which === 1 ? bendPerson : asIs)(technicianBody(2 * n + which)),
      }),
    );
  const instrument = async (which: number) =>
    idOf(
      'ins',
      await stage.ask('registerInstrument', clerk, {
        path: { id },
        body: (which === 1 ? bendTool : asIs)(instrumentBody(2 * n + which)),
      }),
    );
  return {
    id,
    clerk,
    technicians: [await technician(0), await technician(1)] as const,
    instruments: [await instrument(0), await instrument(1)] as const,
  };
};
export type Organisation = Awaited<ReturnType<typeof registerOrganisation>>;

export const registerStation = async (stage: Stage, n = 1): Promise<SubjectId> =>
  idOf('sub', await stage.ask('registerSubject', county, { body: stationBody(n) }));

/** Report n of 100 points by these parties; reports of different n never have one person at two places. */
export const reportBy = (
  { id, technicians, instruments }: Organisation,
  keyUnit: SubjectId,
  n = 0,
  given: Partial<ReportBody> & { readonly at?: { readonly lon: number; readonly lat: number } } = {},
): ReportBody => {
  const { at = stationLocation, ...rest } = given;
  return honestReport(10 * n, {
    parties: {
      keyUnit,
      organisation: id,
      technicians: [...technicians],
      instruments: [...instruments],
      position: at,
    },
    ...rest,
  });
};
