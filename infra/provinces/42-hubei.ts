import { province } from './common.ts';

export default province({
  code: '42',
  name: { zh: '湖北省', en: 'Hubei', pinyin: 'hubei' },
  localStandards: [
    { number: 'DB42/T 640-2023', source: 'DB42/T 640-2023', mark: 'S', note: 'record and report forms' },
  ],
});
