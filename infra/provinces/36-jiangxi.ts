import { province } from './common.ts';

export default province({
  code: '36',
  name: { zh: '江西省', en: 'Jiangxi', pinyin: 'jiangxi' },
  // Each of the three gives zero for the desk part of the assessment.
  abilityRules: [
    {
      finding: 'FEWER_THAN_TWO_TECHNICIANS',
      effect: 'VETO',
      source: 'Jiangxi quality-assessment form',
      mark: 'S',
    },
    { finding: 'NO_LABOUR_RELATION', effect: 'VETO', source: 'Jiangxi quality-assessment form', mark: 'S' },
    { finding: 'NO_ABILITY_TEST', effect: 'VETO', source: 'Jiangxi quality-assessment form', mark: 'S' },
  ],
});
