import { province } from './common.ts';

export default province({
  code: '62',
  name: { zh: '甘肃省', en: 'Gansu', pinyin: 'gansu' },
  outsideOrganisations: [
    {
      duty: 'JOB_NOTICE',
      days: 10,
      dayKind: 'working',
      within: false,
      division: '620200',
      source: 'Jiayuguan notice 2025',
      mark: 'S',
    },
    {
      duty: 'JOB_NOTICE',
      days: 10,
      within: true,
      division: '620600',
      source: 'Wuwei notice 2025',
      mark: 'S',
      note: 'kind of day not said',
    },
  ],
  keyUnitLists: [
    {
      kinds: ['CROWDED_PLACE'],
      months: 12,
      division: '620100',
      source: 'Lanzhou notice 2024-05-27',
      mark: 'S',
    },
  ],
});
