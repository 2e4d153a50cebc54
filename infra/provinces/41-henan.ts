import { province } from './common.ts';

export default province({
  code: '41',
  name: { zh: '河南省', en: 'Henan', pinyin: 'henan' },
  localFines: [
    {
      code: 'P06',
      offence: 'INSPECTION_REFUSED',
      highYuan: 1_000,
      orderFirst: true,
      source: 'Henan Regulation art. 33',
      mark: 'S',
      note: 'only after refusal',
    },
    {
      code: 'P01',
      offence: 'WITHOUT_QUALIFICATION',
      lowYuan: 5_000,
      highYuan: 10_000,
      source: 'Henan Regulation art. 33(3)',
      mark: 'S',
      note: 'in conflict with MDR 45 (50,000-100,000): not to be applied without a legal review',
    },
  ],
});
