import { keys } from '../../../shared/subject-file/keys.ts';
import { makeTable } from '../../../shared/subject-file/table.ts';
import { audit } from '../../builders/audit.ts';
import { dynamoDb } from '../../transport/clients.ts';
import { invoke } from '../../transport/process.ts';
import { createTransport, type Transport } from '../../transport/transport.ts';
import { between, chance, holdTime, oneOf, reseed, setClock } from './chance.ts';
import { carry, fileA, fileB, marksOf, type FileDeed } from './file-deeds.ts';
import { arm, sideBySide, stepClock, type Kind } from './kinds.ts';
import { receiptOf } from './receipt.ts';
import { traceOf } from './trace.ts';

const name = 'files';
/** Tries after which a deed is said never to be done. */
const mostTries = 500;

const drawDeed = (n: number): FileDeed => {
  const draw = chance();
  if (draw < 0.3) return { kind: 'command', n };
  if (draw < 0.5) return { kind: 'find', n, count: chance() < 0.02 ? 41 : between(1, 3) };
  if (draw < 0.75) return { kind: 'mark', n, file: oneOf([fileA, fileB]) ?? fileA };
  const [from, to] = chance() < 0.5 ? [fileA, fileB] : [fileB, fileA];
  return { kind: 'carry', n, from, to };
};

const marksIn = (world: Transport, subject: typeof fileA): readonly number[] => {
  const item = world.item(name, keys.current(subject, 'HAZARD', 'common'));
  return item?.['body'] !== undefined && 'S' in item['body'] ? marksOf(item['body'].S) : [];
};
const wantedMarks = (deeds: readonly FileDeed[], file: typeof fileA): string =>
  deeds
    .filter((deed) => (deed.kind === 'mark' ? deed.file === file : deed.kind === 'carry'))
    .map(({ n }) => n)
    .join();

/** A table with nothing in it, to which every run comes back; two or three deeds of the seed's choice under one kind of fault. */
export const makeFiles = () => {
  const world = createTransport({ tables: [{ name }] });
  const close = holdTime(world);
  const restore = world.save();
  const table = makeTable(dynamoDb(world), name);

  const run = async (kind: Kind, seed: number): Promise<readonly string[]> => {
    world.calm();
    restore();
    setClock('2026-11-16T16:30:00.000Z');
    reseed(world, seed);
    const deeds = Array.from({ length: between(2, 3) }, (_, n) => drawDeed(n));
    let waiting: readonly FileDeed[] = kind === 'duplicate' ? [...deeds, ...deeds] : deeds;
    arm(world, kind, 3 * deeds.length);
    const answers: { readonly n: number; readonly text: string }[] = [];
    let tries = 0;
    const worker = async (): Promise<void> => {
      for (let deed = oneOf(waiting); deed !== undefined; deed = oneOf(waiting)) {
        waiting = waiting.toSpliced(waiting.indexOf(deed), 1);
        tries += 1;
        if (tries > mostTries) throw new Error(`${deed.kind} ${deed.n} is never done`);
        const given = deed;
        const ended = await invoke(async () => await carry(table, given), stepClock(kind)).catch(
          () => undefined,
        );
        if (ended === undefined || ended.died) waiting = [...waiting, deed];
        else if (ended.value !== undefined) answers.push({ n: deed.n, text: ended.value });
      }
    };
    try {
      await Promise.all(Array.from({ length: sideBySide(kind) }, worker));
    } catch (error) {
      return [String(error)];
    }
    world.calm();
    return faults(deeds, answers);
  };

  const faults = (
    deeds: readonly FileDeed[],
    answers: readonly { readonly n: number; readonly text: string }[],
  ): readonly string[] => {
    const [a, b] = [audit(world, name, fileA), audit(world, name, fileB)];
    const found = [...a.faults, ...b.faults];
    for (const [file, { entries }] of [
      [fileA, a],
      [fileB, b],
    ] as const) {
      const marks = marksIn(world, file)
        .toSorted((one, other) => one - other)
        .join();
      if (marks !== wantedMarks(deeds, file)) found.push(`marks ${marks}, not ${wantedMarks(deeds, file)}`);
      const times = entries.map(({ sequence }) => sequence);
      if (times.some((sequence, at) => sequence !== at + 1)) found.push('a sequence is missing');
    }
    const wanted = deeds.map((deed) => (deed.kind === 'find' ? deed.count : deed.kind === 'carry' ? 2 : 1));
    const versions = wanted.reduce((sum, count) => sum + count, 0);
    if (a.versions + b.versions !== versions)
      found.push(`${a.versions + b.versions} versions, not ${versions}`);
    // An entry for each chunk, each mark and each command.
    const entries = deeds.reduce(
      (sum, { kind, ...deed }) => sum + (kind === 'carry' || ('count' in deed && deed.count > 40) ? 2 : 1),
      0,
    );
    if (a.entries.length + b.entries.length !== entries)
      found.push(`${a.entries.length + b.entries.length} entries, not ${entries}`);
    for (const { n, text } of answers) {
      const { entry, sequence } = receiptOf(text);
      if (a.entries[sequence - 1]?.id !== entry)
        found.push(`the receipt of command ${n} names what is not there`);
    }
    const texts = Map.groupBy(answers, ({ n }) => n);
    for (const [n, list] of texts)
      if (new Set(list.map(({ text }) => text)).size > 1) found.push(`command ${n} was answered in two ways`);
    return found;
  };
  return { run, close, trace: () => traceOf(world, name) };
};
