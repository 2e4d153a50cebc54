import { grade } from './answers.ts';
import type { Cast } from './register.ts';
import type { Teller } from './scene.ts';
import { expectAnswer, until } from './speaker.ts';

type Read = { grade: string; score: number; reasons: readonly { zh: string; en: string }[] };

export const readGrade = async (cast: Cast): Promise<Read> =>
  await expectAnswer(cast.province.get(`/v1/subjects/${cast.organisation}/credit-grade`), 200, grade);

/** The grade once the confirmed lead has become a fact: lower than before, with every reason. */
export const showGrade = async (cast: Cast, before: Read, tell: Teller): Promise<void> => {
  tell.step(
    '信用等级及其理由（示例指标集，分数线非国家公布）',
    'credit grade and its reasons (a sample set: no national one is published)',
  );
  const now = await until('a lower score', async () => {
    const read = await readGrade(cast);
    return read.score < before.score ? read : undefined;
  });
  tell.fact(`确认线索之前 / before the lead was confirmed: ${before.grade} (${before.score})`);
  tell.fact(`现在 / now: ${now.grade} (${now.score})`);
  for (const reason of now.reasons) tell.fact(`   ${reason.zh} / ${reason.en}`);
};
