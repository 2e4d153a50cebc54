import { province } from './common.ts';

export default province({
  code: '34',
  name: { zh: '安徽省', en: 'Anhui', pinyin: 'anhui' },
  outsideOrganisations: [{ duty: 'REPORT_TO_PROVINCE', source: 'Anhui notice 2020-12-31', mark: 'S' }],
  creditSchemes: [
    {
      name: { zh: '信用评价规范', en: 'credit evaluation (association standard)' },
      source: 'T/AHLPA 0001-2024',
      mark: 'S',
      note: 'title seen only',
    },
  ],
  localStandards: [{ number: 'T/AHLPA 0001-2024', source: 'T/AHLPA 0001-2024', mark: 'S' }],
});
