import { province } from './common.ts';

export default province({
  code: '37',
  name: { zh: '山东省', en: 'Shandong', pinyin: 'shandong' },
  // Each of the three gives zero for the desk part of the assessment.
  abilityRules: [
    {
      finding: 'FEWER_THAN_TWO_TECHNICIANS',
      effect: 'VETO',
      source: 'Shandong quality-assessment form',
      mark: 'S',
    },
    { finding: 'NO_LABOUR_RELATION', effect: 'VETO', source: 'Shandong quality-assessment form', mark: 'S' },
    { finding: 'NO_ABILITY_TEST', effect: 'VETO', source: 'Shandong quality-assessment form', mark: 'S' },
  ],
  localFines: [
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      highYuan: 30_000,
      orderFirst: true,
      source: 'Shandong Regulation (2018) art. 28',
      mark: 'S',
    },
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      lowYuan: 5_000,
      highYuan: 20_000,
      discretionary: false,
      division: '370200',
      source: 'Qingdao Regulation art. 22',
      mark: 'S',
    },
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      highYuan: 30_000,
      division: '370100',
      source: 'Jinan Regulation art. 29',
      mark: 'S',
    },
  ],
  localStandards: [
    { number: 'DB3707/T 132-2024', division: '370700', source: 'DB3707/T 132-2024', mark: 'S' },
  ],
});
