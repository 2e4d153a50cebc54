import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '53',
  name: { zh: '云南省', en: 'Yunnan', pinyin: 'yunnan' },
});
