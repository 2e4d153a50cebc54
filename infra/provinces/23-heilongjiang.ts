import { province } from './common.ts';

export default province({
  code: '23',
  name: { zh: '黑龙江省', en: 'Heilongjiang', pinyin: 'heilongjiang' },
  // A report without start and end photos that show two inspectors and a checker is invalid.
  reportDuties: [
    { duty: 'START_AND_END_PHOTOS', source: 'Heilongjiang notice 2024-06-11', mark: 'S' },
    { duty: 'UPLOAD_SCORED_AS_CREDIT', source: 'Heilongjiang notice 2024-06-11', mark: 'S' },
  ],
  localStandards: [{ number: 'DB23/T 2832-2834-2021', source: 'C 5102-2019 (local copy)', mark: 'S' }],
});
