import { province } from './common.ts';

export default province({
  code: '50',
  name: { zh: '重庆市', en: 'Chongqing', pinyin: 'chongqing' },
  localFines: [
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      lowYuan: 10_000,
      highYuan: 30_000,
      orderFirst: true,
      source: 'Chongqing Regulation (2017) art. 41',
      mark: 'S',
    },
  ],
  outsideOrganisations: [{ duty: 'REPORT_TO_PROVINCE', source: 'Chongqing notice 2020', mark: 'S' }],
  reportDuties: [{ duty: 'UPLOAD_SCORED_AS_CREDIT', source: 'Chongqing notice 2020', mark: 'S' }],
});
