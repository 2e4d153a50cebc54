import { province } from './common.ts';

export default province({
  code: '15',
  name: { zh: '内蒙古自治区', en: 'Inner Mongolia', pinyin: 'neimenggu' },
  localStandards: [
    {
      number: 'DB15/T 710.2-2023',
      source: 'DB15/T 710.2-2023',
      mark: 'S',
      note: 'title seen only: risk grades',
    },
    { number: 'DB15/T 1925-2020', source: 'DB15/T 1925-2020', mark: 'S', note: 'title seen only: zoning' },
  ],
});
