import { province } from './common.ts';

export default province({
  code: '32',
  name: { zh: '江苏省', en: 'Jiangsu', pinyin: 'jiangsu' },
  creditSchemes: [
    {
      name: { zh: '信用管理实施细则（试行）', en: 'detailed credit rules (trial)' },
      division: '320900',
      source: 'Yancheng detailed rules (trial)',
      mark: 'S',
      note: 'levels not seen',
    },
  ],
});
