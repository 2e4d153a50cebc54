import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '61',
  name: { zh: '陕西省', en: 'Shaanxi', pinyin: 'shaanxi' },
});
