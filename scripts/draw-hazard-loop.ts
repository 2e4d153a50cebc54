import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ends, hazardStates } from '../shared/contracts/hazard.ts';
import { transitions, type DueRule } from '../functions/hazard-tracking/transitions.ts';

const dues: Readonly<Record<DueRule, string>> = {
  triage: 'province clock `triage`',
  order: 'province clock `order`',
  recheck: 'province clock `recheck`',
  close: 'province clock `close`',
  'own date': "the command's own date, or unset",
  kept: 'stays as it was',
  none: 'none',
};

const arrows = (): readonly string[] =>
  Object.entries(transitions).flatMap(([command, { from, to, who }]) =>
    to === 'same' ? [] : from.map((state) => `  ${state} --> ${to}: ${command} (${who})`),
  );
const rows = (): readonly string[] =>
  Object.entries(transitions).map(
    ([command, { from, to, who, due }]) =>
      `| ${command} | ${from.join(', ')} | ${to === 'same' ? 'the same state' : to} | ${who} | ${dues[due]} |`,
  );

/** The page docs/diagrams/hazard-loop.md, drawn from the command table. A test compares it with the file. */
export const drawHazardLoop = (): string =>
  [
    '# The hazard loop (查、整、消)',
    '',
    '<!-- Drawn by `npx node scripts/draw-hazard-loop.ts` from functions/hazard-tracking/transitions.ts. Do not edit. -->',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> FOUND: failed item of a report, or alarm of a device',
    ...arrows(),
    '  SUBMITTED --> SUBMITTED: first of two rechecks (officer)',
    ...hazardStates.filter((state) => ends.includes(state)).map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '| command | from | to | who | due date of the new state |',
    '|---|---|---|---|---|',
    '| (found) | - | FOUND | system | province clock `triage` |',
    ...rows(),
    '',
    'A clock that the province does not set gives no date: the hazard is listed as unset. Lateness is a flag beside the',
    'state (level 1 to 3); it goes when a new state, or an extension, sets a new date. `recheck` needs two different people',
    'who have not acted for the unit; the first leaves the state as it is.',
    '',
  ].join('\n');

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, '../docs/diagrams/hazard-loop.md'), drawHazardLoop());
}
