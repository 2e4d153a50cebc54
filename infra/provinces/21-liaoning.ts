import { province } from './common.ts';

export default province({
  code: '21',
  name: { zh: '辽宁省', en: 'Liaoning', pinyin: 'liaoning' },
  // 法库县: mines and tourist sites every six months.
  cycleExceptions: [
    {
      kinds: ['MINE', 'TOURIST_SITE'],
      months: 6,
      division: '210124',
      source: 'Faku county notice 2025',
      mark: 'S',
    },
  ],
  reportDuties: [
    {
      duty: 'UPLOAD_PLAN_AND_RESULT_OF_RECTIFICATION',
      division: '210124',
      source: 'Faku county notice 2025',
      mark: 'S',
      note: 'timely; no day count',
    },
  ],
  keyUnitLists: [
    {
      kinds: ['CRITICAL_SERVICE', 'DATA_CENTRE', 'HERITAGE'],
      months: 12,
      division: '211481',
      source: 'Xingcheng notice 2021',
      mark: 'L',
    },
  ],
});
