import type { Grant } from './grants.ts';
import { reasonFor, unseen } from './unseen.ts';
import { judge, type Trial } from './verdict.ts';

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const code = (text: string): string => `\`${text}\``;

/** How a row of the first table begins; test/infra/grants.test.ts reads the page by it. */
export const rowHead = ({ holder, sid, action, on }: Grant): readonly string[] => [
  code(holder),
  code(sid),
  code(action),
  on,
];

const unseenRows = (grants: readonly Grant[]): readonly string[] =>
  unseen.flatMap((line) => {
    const those = grants.filter((grant) => reasonFor(grant) === line);
    if (those.length === 0) return [];
    const list = (texts: readonly string[]): string => [...new Set(texts)].map(code).join(', ');
    const holders = [...new Set(those.map(({ holder }) => holder))];
    const who = holders.length > 4 ? `${holders.length} functions` : list(holders);
    return [
      row(code(line.sid), who, list(those.map(({ action }) => action)), String(those.length), line.why),
    ];
  });

/** The page docs/grants.md: what was taken away, what failed then, and what no emulator can show. */
export const pageOf = (trials: readonly Trial[], minutes: number): string => {
  const judged = trials.map((trial) => ({ ...trial, verdict: judge(trial) }));
  const proven = judged.flatMap(({ grant, failed, verdict }) =>
    verdict.kind === 'proven' && failed !== undefined
      ? [row(...rowHead(grant), `${failed.step}: ${failed.instead}`, code(verdict.code))]
      : [],
  );
  const rest = judged.filter(({ verdict }) => verdict.kind === 'unseen').map(({ grant }) => grant);
  return [
    '# Least privilege, proven by taking away',
    '',
    '每一项权限逐一从已部署的角色中撤下，看哪一步因此失败；撤下后无人察觉的，要么多余，要么在模拟器上看不出，原因列在第二张表。本页由命令生成，不手改。',
    '',
    'Each grant of each role was taken away from the deployed local stage, one at a time, and the work of its holder was done again by a fresh',
    'process: over the API, its queue, its machine, MQTT. A grant is proven when a step then fails **and** the log of the holder names the refused',
    'action. Afterwards the grant is put back, and every step must hold again. Functions run in real time, as in production; the two that look',
    'for due dates run in virtual time.',
    '',
    '```sh',
    'node scripts/prove-grants.ts                    # all of it, writes this page; ends with 1 when a grant stays unexplained',
    'node scripts/prove-grants.ts --only <function>  # one holder',
    'node scripts/prove-grants.ts --list             # the grants',
    '```',
    '',
    `${trials.length} grants: ${proven.length} proven, ${rest.length} not visible on the emulator. The run took ${minutes} minutes.`,
    '',
    '## What fails without it',
    '',
    row('who', 'grant', 'action', 'on', 'what fails without it', 'error'),
    row('---', '---', '---', '---', '---', '---'),
    ...proven,
    '',
    '## Not visible on the emulator',
    '',
    'The work of these holders was done without the grant, and nothing noticed. The list (`scripts/prove-grants/unseen.ts`) is exact: a run fails',
    'when one of them is missed after all. What AWS asks for is in its own guides; the tables of `test/infra/grants.test.ts` hold the grants.',
    '',
    row('grant', 'who', 'actions', 'grants', 'why nothing notices'),
    row('---', '---', '---', '---', '---'),
    ...unseenRows(rest),
    '',
  ].join('\n');
};
