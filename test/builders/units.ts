import { itemBytes, writeUnits } from '../transport/dynamodb/size.ts';
import type { Item } from '../transport/dynamodb/value.ts';
import { registerOrganisation, registerStation, reportBy } from './parties.ts';
import type { ReportBody } from './report.ts';
import { makeStage, tableName, type Stage } from './stage.ts';

export const textIn = (item: Item, name: string): string => {
  const { [name]: value } = item;
  return value !== undefined && 'S' in value ? value.S : '';
};

/** What an item is, without ids: `C#REPORT`, `ix#values`, `idem`. */
export const whatIs = (item: Item): string => {
  const [pk, sk] = [textIn(item, 'pk'), textIn(item, 'sk')];
  const parts = (text: string, count: number): string => text.split('#').slice(0, count).join('#');
  return pk.startsWith('sub_')
    ? parts(sk, sk.startsWith('C#') ? 2 : 1)
    : parts(pk, pk.startsWith('idem') ? 1 : 2);
};

export interface Written {
  readonly what: string;
  readonly bytes: number;
  /** Write units in a transaction: two per begun kilobyte. */
  readonly units: number;
}
export const writtenAs = (item: Item): Written => {
  const bytes = itemBytes(item);
  return { what: whatIs(item), bytes, units: 2 * writeUnits(bytes) };
};

/** Items that this changed or made. */
export const changedBy = async (stage: Stage, change: () => Promise<unknown>): Promise<readonly Item[]> => {
  const before = new Set(stage.world.items(tableName).map((item) => JSON.stringify(item)));
  await change();
  return stage.world.items(tableName).filter((item) => !before.has(JSON.stringify(item)));
};

/**
 * What one report of 100 points writes, item by item, and the units that the services counted. `given` replaces parts of
 * the report. Throws when it is refused.
 */
export const unitsOfReport = async (given: Partial<ReportBody> = {}) => {
  const stage = makeStage();
  const crew = await registerOrganisation(stage);
  const station = await registerStation(stage);
  // The first one warms the clients up, and the tail of the ledger then exists.
  await stage.ask('submitReport', crew.clerk, { body: reportBy(crew, station, 0) });
  stage.world.reset();
  const items = await changedBy(stage, async () => {
    const { status, text } = await stage.ask('submitReport', crew.clerk, {
      body: reportBy(crew, station, 1, given),
    });
    if (status !== 202) throw new Error(text);
  });
  return { rows: items.map(writtenAs), counted: stage.world.counts().writeUnits };
};

/** The rows as text, their sum first. */
export const unitTable = (rows: readonly Written[], goal: number): string => {
  const sum = rows.reduce((total, { units }) => total + units, 0);
  const lines = rows.map(
    ({ what, bytes, units }) =>
      `  ${what.padEnd(22)} ${String(bytes).padStart(5)} B ${String(units).padStart(3)}`,
  );
  return [`write units of a report of 100 points: ${sum} (budget ${goal})`, ...lines].join('\n');
};
