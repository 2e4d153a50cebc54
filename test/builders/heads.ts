import { toJson } from '../../shared/kernel/canonical.ts';
import type { OrganisationHead } from '../../shared/contracts/entities.ts';
import { keyUnitHead, organisationHead } from '../../shared/contracts/entities.ts';
import { parseInstant, type Instant } from '../../shared/kernel/time.ts';
import { append } from '../../shared/subject-file/append.ts';
import type { Table } from '../../shared/subject-file/table.ts';

export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
};
export const registeredAt = instant('2026-01-05T02:00:00Z');

/** A filling station in Hangzhou's Xihu district, supervised by its county office 330106. Everybody is invented. */
export const aUnit = keyUnitHead.parse({
  id: 'sub_01KJKEY0000000000000000000',
  subjectKind: 'KEY_UNIT',
  supervisingOffice: '330106',
  division: '330106',
  registeredAt,
  name: '演示西湾加油站',
  uscc: '91330106DEM0000118',
  supervisionCode: 'LA',
  keyUnitKind: 'FILLING_STATION',
  address: '演示路1号',
  location: { lon: 120.1, lat: 30.2, datum: 'CGCS2000' },
  listEdition: '2026-1',
  listedOn: '2026-01-15',
});

/** An inspection organisation, supervised by the province's office 330000; its certificate ends on 2029-05-19. */
export const anOrganisation: OrganisationHead = organisationHead.parse({
  id: 'sub_01KJ0RG0000000000000000000',
  subjectKind: 'INSPECTION_ORGANISATION',
  supervisingOffice: '330000',
  division: '330108',
  registeredAt,
  name: '演示检测公司',
  uscc: '91330108DEM0000318',
  supervisionCode: 'LA',
  address: '演示大道9号',
  homeProvince: '33',
  certificate: {
    number: '1332024001',
    grade: 'A',
    issuedBy: '演示省级气象主管机构',
    issuedOn: '2024-05-20',
    validTo: '2029-05-19',
  },
});

/** Opens a file for each of these subjects, as registration does. */
export const openFiles = async (
  table: Table,
  ...heads: readonly (typeof aUnit | OrganisationHead)[]
): Promise<void> => {
  for (const head of heads) {
    const written = await append(table, {
      subject: head.id,
      type: head.subjectKind === 'KEY_UNIT' ? 'KeyUnitRegistered' : 'InspectionOrganisationRegistered',
      cause: head.id,
      time: registeredAt,
      actor: { ref: 'test', role: 'officer' },
      source: { channel: 'api' },
      correlation: 'test',
      changes: [{ kind: 'HEAD', id: head.id, body: toJson(head) }],
    });
    if (!written.ok) throw new Error(written.code);
  }
};
