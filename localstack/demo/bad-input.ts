import { refused } from './answers.ts';
import { westStation } from './cast.ts';
import type { Cast } from './register.ts';
import type { Teller } from './scene.ts';
import { expectAnswer } from './speaker.ts';

/** Several faults in one request: all are named at once, in Chinese and English. */
export const showBadInput = async (cast: Cast, tell: Teller): Promise<void> => {
  tell.step('错误输入：一次指出全部问题', 'bad input: every fault named at once');
  const wrong = {
    ...westStation,
    uscc: `${westStation.uscc.slice(0, 17)}${westStation.uscc.endsWith('0') ? '1' : '0'}`,
    division: '339999',
    location: { lon: 2.35, lat: 48.85, datum: 'WGS84' },
    listedOn: '2026-02-30',
    colour: 'red',
  };
  const { code, problems } = await expectAnswer(cast.county.post('/v1/subjects', wrong), 422, refused);
  tell.fact(`422 ${code}`);
  for (const found of problems) tell.fact(`   ${found.pointer ?? '/'}  ${found.zh} / ${found.en}`);
};
