import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '52',
  name: { zh: '贵州省', en: 'Guizhou', pinyin: 'guizhou' },
});
