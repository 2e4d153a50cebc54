import { province } from './common.ts';

export default province({
  code: '51',
  name: { zh: '四川省', en: 'Sichuan', pinyin: 'sichuan' },
  localFines: [
    {
      code: 'P20',
      offence: 'INACCURATE_REPORT_ONE_PLACE',
      lowYuan: 30_000,
      highYuan: 50_000,
      source: '川应急规〔2023〕1号',
      mark: 'S',
      note: 'bodies under WSL 92(1)',
    },
    {
      code: 'P20',
      offence: 'INACCURATE_REPORT_TWO_PLACES',
      lowYuan: 50_000,
      highYuan: 80_000,
      source: '川应急规〔2023〕1号',
      mark: 'S',
      note: 'bodies under WSL 92(1)',
    },
  ],
});
