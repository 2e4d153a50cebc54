import { province } from './common.ts';

// No local text is known that departs from the national rules (domain.md): what is common applies.
export default province({
  code: '64',
  name: { zh: '宁夏回族自治区', en: 'Ningxia', pinyin: 'ningxia' },
});
