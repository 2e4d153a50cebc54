import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '45',
  name: { zh: '广西壮族自治区', en: 'Guangxi', pinyin: 'guangxi' },
});
