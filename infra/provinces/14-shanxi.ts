import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '14',
  name: { zh: '山西省', en: 'Shanxi', pinyin: 'shanxi' },
});
