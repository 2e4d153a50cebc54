import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '63',
  name: { zh: '青海省', en: 'Qinghai', pinyin: 'qinghai' },
});
