import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '11',
  name: { zh: '北京市', en: 'Beijing', pinyin: 'beijing' },
});
