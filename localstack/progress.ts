/** Tells a person what happens. One line per finished step with its time; several steps may run at once. */
export interface Progress {
  /** Runs one step. Its line is printed when it ends, with what `note` said last. */
  readonly step: <T>(title: string, work: (note: (text: string) => void) => Promise<T>) => Promise<T>;
  readonly say: (line: string) => void;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

interface Active {
  readonly title: string;
  note: string;
  readonly started: number;
}

/** On a terminal the last line shows what runs now; in a pipe only finished steps are printed. */
export const consoleProgress = (out: NodeJS.WriteStream = process.stdout): Progress => {
  const active = new Set<Active>();
  const live = out.isTTY;
  let timer: NodeJS.Timeout | undefined;
  const clear = (): void => void (live && out.write('\r\u001b[K'));
  const draw = (): void => {
    if (!live || active.size === 0) return;
    const now = Date.now();
    const text = [...active]
      .map(
        ({ title, note, started }) => `${title}${note === '' ? '' : `: ${note}`} ${seconds(now - started)}`,
      )
      .join('  ·  ');
    out.write(`\r\u001b[K  … ${text.slice(0, Math.max(20, (out.columns ?? 80) - 6))}`);
  };
  const print = (line: string): void => {
    clear();
    out.write(`${line}\n`);
    draw();
  };
  const begin = (one: Active): void => {
    active.add(one);
    if (live) timer ??= setInterval(draw, 200);
    draw();
  };
  const finish = (one: Active, sign: string): void => {
    active.delete(one);
    const line = `  ${sign} ${one.title}${one.note === '' ? '' : ` · ${one.note}`}`;
    print(`${line.padEnd(72)} ${seconds(Date.now() - one.started).padStart(7)}`);
    if (active.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    say: print,
    step: async (title, work) => {
      const one: Active = { title, note: '', started: Date.now() };
      begin(one);
      try {
        const result = await work((text) => (one.note = text));
        finish(one, '✓');
        return result;
      } catch (error) {
        finish(one, '✗');
        throw error;
      }
    },
  };
};

/** For tests: nothing is printed. */
export const silentProgress: Progress = {
  say: () => undefined,
  step: async (_title, work) => work(() => undefined),
};
