import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '46',
  name: { zh: '海南省', en: 'Hainan', pinyin: 'hainan' },
});
