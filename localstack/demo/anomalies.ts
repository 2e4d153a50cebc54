import type * as z from 'zod';
import { anomalies, moved } from './answers.ts';
import type { Cast } from './register.ts';
import { Broken, type Teller } from './scene.ts';
import { expectAnswer, until } from './speaker.ts';

type Lead = z.output<typeof anomalies>['anomalies'][number];
/** The rules that must notice the report made at a desk. */
const expected = ['R01', 'R21', 'R29'];

/** Waits until the rules have spoken, prints their reasons, and shows that the organisation sees nothing yet. */
export const watchAnomalies = async (cast: Cast, forged: string, tell: Teller): Promise<readonly Lead[]> => {
  tell.step(
    '检测报告线上异常：三条规则的线索与理由',
    'report anomalies: three rules, their leads and reasons',
  );
  const path = `/v1/subjects/${cast.organisation}/anomalies`;
  const leads = await until('leads of R01, R21 and R29', async () => {
    const { anomalies: all } = await expectAnswer(cast.province.get(path), 200, anomalies);
    return expected.every((rule) => all.some((lead) => lead.rule === rule && lead.report === forged))
      ? all
      : undefined;
  });
  for (const lead of leads) {
    tell.fact(
      `${lead.rule} (version ${lead.ruleVersion}) severity ${lead.severity}, basis ${lead.mark}, ${lead.state}: ${lead.id}`,
    );
    tell.fact(`   ${lead.explanation.zh}`);
    tell.fact(`   ${lead.explanation.en}`);
    for (const { zh } of lead.basis) tell.fact(`   依据：${zh}`);
  }
  const mutual = leads.filter((lead) => lead.report !== forged);
  if (mutual.some(({ rule }) => rule === 'R29')) throw new Broken('the honest report drew a lead of its own');
  if (mutual.length > 0)
    tell.fact('the two reports point at each other; which of them is the false one, a person finds out');
  const seen = await expectAnswer(cast.company.get(path), 200, anomalies);
  if (seen.anomalies.length > 0) throw new Broken('the organisation sees leads that no officer released');
  tell.fact('the organisation itself sees 0 of them: nobody has released a lead');
  return leads;
};

/** An officer, not the machine, decides that one lead holds. */
export const confirmLead = async (
  cast: Cast,
  leads: readonly Lead[],
  forged: string,
  tell: Teller,
): Promise<void> => {
  tell.step('由人作出决定：确认一条线索', 'a person decides: one lead is confirmed');
  const lead = leads.find(({ rule, report }) => rule === 'R01' && report === forged);
  if (lead === undefined) throw new Broken('there is no lead of R01');
  const path = `/v1/subjects/${cast.organisation}/anomalies/${lead.id}/confirm`;
  const reason = '核对门禁记录：该检测人员当时不在第二处现场';
  const done = await expectAnswer(cast.province.post(path, { reason }), 200, moved);
  tell.fact(`${lead.id} → ${done.state}, entry ${done.receipt.sequence} of the organisation's ledger`);
};
