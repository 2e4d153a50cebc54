import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '13',
  name: { zh: '河北省', en: 'Hebei', pinyin: 'hebei' },
});
