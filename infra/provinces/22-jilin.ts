import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '22',
  name: { zh: '吉林省', en: 'Jilin', pinyin: 'jilin' },
});
