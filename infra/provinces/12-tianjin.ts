import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '12',
  name: { zh: '天津市', en: 'Tianjin', pinyin: 'tianjin' },
});
