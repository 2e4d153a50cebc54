import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '65',
  name: { zh: '新疆维吾尔自治区', en: 'Xinjiang', pinyin: 'xinjiang' },
});
