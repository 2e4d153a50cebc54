import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { county, province } from '../../builders/parties.ts';
import { archiveName, makeStage, tableName, type Stage } from '../../builders/stage.ts';
import { brokenServices, poison, wrongRequests } from './disturbances.ts';
import { makeAsker, persons, play, typed, type Asker, type Played } from './thread.ts';

const text = (value: unknown): string => JSON.stringify(value) ?? '';
/** Everything that is stored or was handed over, by where it lies; bytes as text. */
const places = ({ world }: Stage, lines: readonly string[]) => {
  const items = world.items(tableName);
  const binary = items.flatMap((item) =>
    Object.values(item).flatMap((value) =>
      'B' in value ? [Buffer.from(value.B, 'base64').toString('utf8')] : [],
    ),
  );
  const objects = world.s3.list(archiveName);
  return {
    keys: text(items.map(({ pk, sk, dueSlot, dueAt }) => [pk, sk, dueSlot, dueAt])),
    'object names': text(objects.map(({ key }) => key)),
    events: text(world.events.list()),
    'executions and queues': text([world.sfn.executions(), world.sqs.messages('due')]),
    'registry of things': text(world.iot.calls()),
    log: lines.join('\n'),
    // Attributes beside the body of a record: nothing typed belongs there either.
    attributes: text(items.map(({ body: _, ...others }) => others)),
    table: `${text(items)} ${binary.join(' ')}`,
    stream: text(world.stream(tableName)),
    archive: objects.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join(' '),
  };
};

/** What those may read who may read the files: everything that was typed is there. */
const read = async ({ done }: Asker, { station, crew, reportId }: Played): Promise<string> => {
  const answers = [
    await done('readFile', county, { path: { id: station } }),
    await done('readReport', county, { path: { report: reportId }, query: { subject: station } }),
    await done('listAnomalies', province, { path: { id: crew.id } }),
  ];
  return answers.map((one) => one.text).join();
};

const lines: string[] = [];
let readable: string;
let where: ReturnType<typeof places>;
let played: Played;
let failures: Asker['failures'];
beforeAll(async () => {
  for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const)
    vi.spyOn(console, method).mockImplementation((...given: unknown[]) => {
      lines.push(given.map(String).join(' '));
    });
  const asker = makeAsker(makeStage({ logs: true }));
  ({ failures } = asker);
  played = await play(asker);
  await wrongRequests(asker, played);
  await brokenServices(asker, played);
  await poison(asker, played);
  where = places(asker.stage, lines);
  readable = await read(asker, played);
}, 60_000);
afterAll(() => {
  vi.restoreAllMocks();
});

describe('names and numbers of persons', () => {
  it.each(Object.entries(persons))('%s stands nowhere in the clear', (_, value) => {
    for (const [place, content] of Object.entries(where)) {
      const at = content.indexOf(value);
      expect(at, `${place}: …${content.slice(Math.max(0, at - 80), at + 40)}`).toBe(-1);
    }
  });

  it('come back in no refusal, but for what a caller himself put where no person belongs', () => {
    const repeated = failures.filter(({ text: answer, named }) =>
      Object.values(persons).some((value) => answer.includes(value) && !named.includes(value)),
    );
    expect(repeated).toEqual([]);
  });
});

describe('what people typed', () => {
  const outside = [
    'keys',
    'object names',
    'events',
    'executions and queues',
    'registry of things',
    'log',
    'attributes',
  ] as const;
  it.each(Object.entries(typed))('%s stays in the file', (_, value) => {
    expect(readable).toContain(value);
    for (const place of outside) expect(where[place].includes(value), place).toBe(false);
    for (const { text: answer } of failures) expect(answer).not.toContain(value);
  });
});

describe('the search', () => {
  it('looked at everything: it finds what is no secret', () => {
    expect(where.table).toContain('演示第1加油站');
    expect(where.keys).toContain(played.station);
    expect(where.events).toContain(played.station);
    expect(where['executions and queues']).toContain(played.hazard);
    expect(where['registry of things']).toContain(played.device);
    expect(where['object names']).toContain('reports');
    expect(where.archive.length).toBeGreaterThan(1_000);
    expect(failures.length).toBeGreaterThan(150);
  });

  it('went through failures of every kind', () => {
    const codes = new Set(lines.map((line): unknown => JSON.parse(line).message));
    for (const code of [
      ...['HTTP_ANSWERED', 'HTTP_FAILED', 'EVENT_HANDLED', 'EVENT_FAILED', 'EVENT_PUBLISHED'],
      ...['PUBLISH_FAILED', 'SENSITIVE_READ', 'TELEMETRY_REFUSED'],
    ])
      expect(codes, code).toContain(code);
  });

  it('the log of a sensitive read says who, which office, for what and which fields, once for each request', () => {
    const reads = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'SENSITIVE_READ');
    const [first] = reads;
    expect(first).toMatchObject({
      principal: county.principal,
      role: 'officer',
      office: '330106',
      subject: played.station,
      purpose: 'SUPERVISION',
      fields: 'HAZARD.person,HAZARD.responsible,HEAD.safetyManager',
    });
    const requests = reads.map(({ requestId }) => String(requestId));
    expect(new Set(requests).size).toBe(requests.length);
    expect(reads.slice(0, 7).map(({ purpose }) => String(purpose))).toEqual([
      ...['SUPERVISION', 'SUPERVISION', 'OWN', 'CASE', 'CASE', 'OWN', 'CORRECTION'],
    ]);
  });
});
