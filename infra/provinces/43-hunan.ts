import { province } from './common.ts';

export default province({
  code: '43',
  name: { zh: '湖南省', en: 'Hunan', pinyin: 'hunan' },
  localFines: [
    {
      code: 'P06',
      offence: 'NOT_INSPECTED_ON_TIME',
      source: 'Hunan Regulation art. 23-24',
      mark: 'S',
      note: 'two steps with grave circumstances; amounts not in our notes',
    },
  ],
});
