import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '35',
  name: { zh: '福建省', en: 'Fujian', pinyin: 'fujian' },
});
