import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '54',
  name: { zh: '西藏自治区', en: 'Xizang', pinyin: 'xizang' },
});
