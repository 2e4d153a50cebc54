import { province } from './common.ts';

export default province({
  code: '31',
  name: { zh: '上海市', en: 'Shanghai', pinyin: 'shanghai' },
  // 10 days; the text does not say working days.
  uploadDeadline: {
    days: 10,
    kind: 'calendar',
    from: 'REPORT_ISSUED',
    source: 'Shanghai rule (domain.md 5.2, R16)',
    mark: 'S',
  },
  localFines: [
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      lowYuan: 10_000,
      highYuan: 30_000,
      orderFirst: true,
      source: 'Shanghai Regulation (in force 2024-11-01) art. 38(2)',
      mark: 'S',
    },
    {
      code: 'P06',
      offence: 'NOT_INSTALLED',
      source: 'Shanghai Regulation (in force 2024-11-01) art. 38(1)',
      mark: 'S',
      note: 'the article names no amount',
    },
    {
      code: 'P12',
      offence: 'INSPECTION_DATA_NOT_UPLOADED',
      source: 'Shanghai government order 73 of 2023, art. 14 and 48',
      mark: 'L',
      note: 'amount not seen',
    },
  ],
  creditSchemes: [
    {
      name: { zh: '信用等级', en: 'credit grade by letters' },
      source: 'Shanghai 2016-2017',
      mark: 'S',
      note: 'letters below A not seen',
    },
  ],
  localStandards: [{ number: 'DB31/T 910-2025', source: 'in force 2025-11-01', mark: 'S' }],
});
