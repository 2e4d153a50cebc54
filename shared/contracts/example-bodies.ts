/** Points of the example report: three fail, and the verdict of one is contradicted by its own value. */
const points = [
  { number: '1', value: '3.10', verdict: 'PASS' },
  { number: '2', value: '5.20', verdict: 'FAIL' },
  { number: '3', value: '6.80', verdict: 'FAIL' },
  { number: '4', value: '7.10', verdict: 'FAIL' },
  { number: '5', value: '9.40', verdict: 'PASS' },
].map((point) => ({
  ...point,
  structure: '1',
  item: 'EARTH_RESISTANCE',
  place: 'FILLING_STATION_SHARED',
  method: 'POWER_FREQUENCY',
  unit: 'ohm',
  standardValue: '4',
}));

const place = { lon: 120.126, lat: 30.272, datum: 'CGCS2000' } as const;
const station = {
  kind: 'KEY_UNIT',
  name: '示例加油站',
  uscc: '91330106EX0000010U',
  keyUnitKind: 'FILLING_STATION',
  division: '330106',
  address: '示例路1号',
  location: place,
  listEdition: '2026-1',
  listedOn: '2026-01-15',
} as const;

interface Named {
  readonly unit: string;
  readonly organisation: string;
  readonly technician: string;
  readonly instrument: string;
}

/** Bodies of the examples, as a client writes them. Everybody is invented; the person's number is nobody's. */
export const bodies = {
  unit: { ...station, safetyManager: { name: '示例安全员', phone: '0571-00000000' } },
  twin: { ...station, name: '示例加油站（重复登记）', uscc: '91330106EX0000029Q', address: '示例路1号之二' },
  organisation: {
    kind: 'INSPECTION_ORGANISATION',
    name: '示例检测公司',
    uscc: '91330108EX0000045B',
    division: '330108',
    address: '示例大道9号',
    homeProvince: '33',
    certificate: {
      number: '1332024901',
      grade: 'A',
      issuedBy: '示例省级气象主管机构',
      issuedOn: '2024-05-20',
      validTo: '2029-05-19',
    },
  },
  technician: {
    name: '示例检测员',
    personId: '330106190001019011',
    abilityCertificate: {
      number: 'EX-2025-1',
      issuer: '示例学会',
      validFrom: '2025-01-01',
      validTo: '2027-12-31',
    },
    employedFrom: '2024-06-01',
  },
  instrument: {
    serialNumber: 'EX-ET-1',
    instrumentKind: 'EARTH_TESTER',
    model: 'ET-100',
    maker: '示例仪器厂',
    calibration: {
      certificateNumber: 'EX-CAL-1',
      body: '示例计量院',
      calibratedOn: '2026-02-01',
      validTo: '2027-01-31',
    },
  },
  report: ({ unit, organisation, technician, instrument }: Named) => ({
    reportNumber: '示例〔2026〕第001号',
    volume: 1,
    keyUnit: unit,
    organisation,
    inspectionType: 'PERIODIC',
    standards: [{ code: 'GB/T 21431', edition: '2023' }],
    activity: {
      startedAt: '2026-03-02T09:00:00+08:00',
      endedAt: '2026-03-02T11:00:00+08:00',
      position: { ...place, accuracyM: 8 },
      technicians: [technician],
      instruments: [instrument],
    },
    issuedOn: '2026-03-03',
    nextInspectionOn: '2026-09-02',
    conclusion: 'FAIL',
    tester: technician,
    structures: [{ number: '1', name: '加油罩棚', protectionClass: 2 }],
    points,
    rectificationAdvice: '补打接地极后复测。',
  }),
  release: { reason: '请机构说明第 5 点的判定依据' },
  confirm: { reason: '机构承认第 5 点判定有误' },
  device: {
    deviceKind: 'EARTH_RESISTANCE_MONITOR',
    serialNumber: 'EX-EM-0001',
    csr: '-----BEGIN CERTIFICATE REQUEST-----\nMIHOMHcCAQAwFTETMBEGA1UEAwwKRVgtRU0tMDAwMTBZMBMGByqGSM49AgEGCCqG\nSM49AwEHA0IABOnrW1U2Xfz5/XoMjGm2YdQisC0LgU6Bo4+iN4P2wWUxkV7ywECV\n8e2eyeA2UYXHygbCi142X4ePo+9Y+TQrBbWgADAKBggqhkjOPQQDAgNHADBEAiBl\n9YFiOFnMNes6Uqw38pktmABcld+SeEpV+BdR5jlAmwIgKp2uJf1dSPp3SEZs6AJh\nbfyWyo51Fcuqfpog/ntzi+Y=\n-----END CERTIFICATE REQUEST-----\n',
    mountedAt: '罐区接地端 3',
    limitOhm: '10',
  },
  newCode: {
    uscc: '91330106EX0000037K',
    name: '示例能源加油站',
    reason: '企业改制，统一社会信用代码变更',
  },
  erase: (record: string) => ({
    scope: 'FIELD',
    record,
    field: 'safetyManager',
    reason: 'PURPOSE_ENDED',
    basis: '个人信息保护法第四十七条第一款第（一）项',
  }),
  merge: (into: string) => ({ into, reason: '同一加油站登记了两次' }),
} as const;

/** Bodies of the commands of a hazard's loop. */
export const loop = {
  confirm: { level: 'GENERAL', note: '现场核实属实' },
  reject: { reason: '复测合格，报告笔误' },
  notify: { orderNumber: '示例防雷责改〔2026〕1号', dueOn: '2099-06-30' },
  extend: { reason: '材料未到货', dueOn: '2099-07-31' },
  plan: { measures: '更换锈蚀引下线，补打接地极', responsible: '示例负责人', finishOn: '2099-06-20' },
  submit: { statement: '已更换并复测', retestReport: '示例〔2026〕第002号' },
  return: { missing: '缺少复测照片', dueOn: '2099-08-15' },
  recheck: { passed: true, record: '现场复测 2.1 Ω，合格' },
  close: { note: '两次复查均合格' },
  refuse: { record: '拒不签收责令整改通知书' },
} as const;
