import { inventUscc } from '../../shared/kernel/uscc.ts';

/** Invented parties with computed codes. No name here is that of a real body; Hangzhou's divisions only give them a place. */
export const offices = { province: '330000', city: '330100', county: '330106' } as const;

const station = (name: string, stem: string, address: string, lon: number, lat: number) => ({
  kind: 'KEY_UNIT',
  name,
  uscc: inventUscc('9', '1', '330106', stem),
  keyUnitKind: 'FILLING_STATION',
  division: '330106',
  address,
  location: { lon, lat, datum: 'CGCS2000' },
  listEdition: '2026-1',
  listedOn: '2026-01-15',
  safetyManager: { name: '林安', phone: '+86 571 0000 0000' },
});

export const westStation = station('演示西湾加油站', 'DEM00001', '演示路1号', 120.126, 30.272);
export const eastStation = station('演示东桥加油站', 'DEM00002', '演示路88号', 120.089, 30.305);

export const organisation = {
  kind: 'INSPECTION_ORGANISATION',
  name: '演示雷电防护检测有限公司',
  uscc: inventUscc('9', '1', '330108', 'DEM00003'),
  division: '330108',
  address: '演示大道9号',
  homeProvince: '33',
  certificate: {
    number: '1332024001',
    grade: 'A',
    issuedBy: '演示省级气象主管机构',
    issuedOn: '2024-05-20',
    validTo: '2029-05-19',
  },
};

/** A number with a right check digit and a birth date long past; division 330106, sequence 000 that no office hands out. */
export const technician = {
  name: '陈测',
  personId: '330106190001010009',
  abilityCertificate: {
    number: 'DEMO-2025-001',
    issuer: '演示学会',
    validFrom: '2025-01-01',
    validTo: '2027-12-31',
  },
  employedFrom: '2024-06-01',
};

export const instrument = {
  serialNumber: 'DEMO-ET-0001',
  instrumentKind: 'EARTH_TESTER',
  model: 'ET-100',
  maker: '演示仪器厂',
  calibration: {
    certificateNumber: 'DEMO-CAL-26-01',
    body: '演示计量院',
    calibratedOn: '2026-02-01',
    validTo: '2027-01-31',
  },
};
