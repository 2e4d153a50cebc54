import { province } from './common.ts';

export default province({
  code: '33',
  name: { zh: '浙江省', en: 'Zhejiang', pinyin: 'zhejiang' },
  uploadDeadline: {
    days: 10,
    kind: 'working',
    from: 'REPORT_ISSUED',
    source: 'Zhejiang rule (domain.md 5.2, R16)',
    mark: 'S',
  },
  localFines: [
    {
      code: 'P13',
      offence: 'NOT_IN_BUILDING_ARCHIVES',
      lowYuan: 500,
      highYuan: 5_000,
      orderFirst: true,
      discretionary: false,
      source: 'Zhejiang Regulation art. 41',
      mark: 'S',
    },
  ],
  colourSchemes: [
    {
      division: '330100',
      colours: [
        { code: 'GREEN', name: { zh: '绿码', en: 'green' } },
        { code: 'YELLOW', name: { zh: '黄码', en: 'yellow' } },
        { code: 'RED', name: { zh: '红码', en: 'red' } },
      ],
      source: 'Hangzhou risk code, December 2020 (China Meteorological News)',
      mark: 'S',
    },
  ],
  outsideOrganisations: [{ duty: 'REPORT_TO_PROVINCE', source: 'Zhejiang notice 2023-08-25', mark: 'S' }],
  reportDuties: [
    { duty: 'PLAN_BEFORE_WORK', source: 'Zhejiang notice 2023-08-25', mark: 'S' },
    { duty: 'UPLOAD_SCORED_AS_CREDIT', source: 'Zhejiang notice 2023-08-25', mark: 'S' },
  ],
  creditSchemes: [
    {
      name: { zh: '信用评价试行办法', en: 'trial measures for credit evaluation' },
      levels: 5,
      division: '330200',
      source: 'Ningbo trial measures',
      mark: 'S',
    },
  ],
  localStandards: [
    { number: 'DB3308/T 060-2019', division: '330800', source: 'DB3308/T 060-2019', mark: 'S' },
    { number: 'DB33/T 2392-2021', source: 'C 5102-2019 (local copy)', mark: 'S', note: 'marked withdrawn' },
  ],
});
