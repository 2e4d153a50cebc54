import { province } from './common.ts';

export default province({
  code: '44',
  name: { zh: '广东省', en: 'Guangdong', pinyin: 'guangdong' },
  creditSchemes: [
    {
      name: { zh: '信用记录（基本、良好、不良、提示）', en: 'records: basic, good faith, dishonest, notice' },
      division: '440100',
      source: 'Guangzhou measures',
      mark: 'S',
      note: 'four kinds of record, no grade seen',
    },
  ],
  keyUnitLists: [
    {
      kinds: ['CRITICAL_SERVICE', 'DATA_CENTRE', 'HERITAGE'],
      months: 12,
      source: 'Guangdong city notice 2025',
      mark: 'L',
    },
  ],
});
