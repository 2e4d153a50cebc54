import type { Problem } from './refusal.ts';

/** Options of each command; `value` names what follows the option, a switch has none. */
export const commands = {
  start: {
    say: { en: 'bring Leian up, keep its data, stay up', zh: '启动并保持运行，数据保留' },
    options: {
      port: 'NUMBER',
      'mqtt-port': 'NUMBER',
      endpoint: 'URL',
      localstack: undefined,
      detach: undefined,
    },
  },
  status: { say: { en: 'what runs, and where', zh: '查看运行状态' }, options: {} },
  stop: {
    say: { en: 'stop what runs, keep its data', zh: '停止运行，数据保留' },
    options: { world: 'NAME' },
  },
  reset: {
    say: { en: 'stop, and erase the data', zh: '停止并清除数据' },
    options: { world: 'NAME', yes: undefined },
  },
  demo: {
    say: { en: 'walk one report through, in a fresh world', zh: '在全新环境中演示一份报告的全过程' },
    options: {
      port: 'NUMBER',
      'mqtt-port': 'NUMBER',
      endpoint: 'URL',
      localstack: undefined,
      once: undefined,
    },
  },
  token: {
    say: { en: 'print a token for the API', zh: '打印接口令牌' },
    options: { role: 'ROLE', office: 'CODE', subject: 'ID', name: 'NAME', minutes: 'NUMBER', world: 'NAME' },
  },
  clock: {
    say: { en: 'show virtual time, or move it forwards: +30d', zh: '查看或向前推进虚拟时间：+30d' },
    options: { world: 'NAME' },
    argument: 'SPAN',
  },
} as const;

export type CommandName = keyof typeof commands;
export interface Arguments {
  readonly command: CommandName;
  readonly options: Readonly<Record<string, string>>;
  readonly switches: ReadonlySet<string>;
  readonly argument: string | undefined;
}

const isCommand = (text: string | undefined): text is CommandName =>
  text !== undefined && Object.hasOwn(commands, text);

const problem = (code: string, en: string, zh: string, command?: CommandName): Problem => ({
  code,
  what: { en, zh },
  fix: { en: usage(command), zh: '' },
});

/** How npm calls a command. */
export const npmLine = (command: CommandName): string =>
  `npm ${['start', 'stop'].includes(command) ? command : `run ${command}`}`;

const optionsOf = (command: CommandName): Readonly<Record<string, string | undefined>> =>
  commands[command].options;

/** One line per command, or all about one. */
export const usage = (command?: CommandName): string => {
  const line = (name: CommandName): string => {
    const options = Object.entries(optionsOf(name)).map(
      ([option, value]) => `[--${option}${value === undefined ? '' : ` ${value}`}]`,
    );
    const rest = ['argument' in commands[name] ? '[SPAN]' : '', ...options].filter((part) => part !== '');
    return `${npmLine(name)}${rest.length === 0 ? '' : ` -- ${rest.join(' ')}`}`;
  };
  if (command !== undefined) return line(command);
  const names = Object.keys(commands).filter(isCommand);
  return names
    .map((name) => `${npmLine(name).padEnd(15)} ${commands[name].say.en} / ${commands[name].say.zh}`)
    .join('\n');
};

/** Reads the command line: what to do, or everything that is wrong with it at once. */
export const readArguments = (
  argv: readonly string[],
): { readonly arguments: Arguments } | { readonly problems: readonly Problem[] } => {
  const [command, ...rest] = argv;
  if (!isCommand(command)) {
    const asked = command === undefined ? '' : `"${command}" is no command. `;
    return { problems: [problem('COMMAND', `${asked}One of these is needed:`, '请使用以下命令之一：')] };
  }
  const known = optionsOf(command);
  const options: Record<string, string> = {};
  const switches = new Set<string>();
  const problems: Problem[] = [];
  let argument: string | undefined;
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const [, name = '', , inline] = /^--([a-z-]+)(=(.*))?$/.exec(word) ?? [];
    const next = rest[at + 1];
    if (name === '') {
      if (argument === undefined && 'argument' in commands[command]) argument = word;
      else problems.push(problem('ARGUMENT', `"${word}" is not understood.`, `无法识别“${word}”。`, command));
    } else if (!Object.hasOwn(known, name))
      problems.push(
        problem(
          'OPTION',
          `--${name} is no option of ${command}.`,
          `${command} 没有选项 --${name}。`,
          command,
        ),
      );
    else if (known[name] === undefined) switches.add(name);
    else if (inline !== undefined) options[name] = inline;
    else if (next === undefined || next.startsWith('--'))
      problems.push(
        problem(
          'VALUE',
          `--${name} needs ${known[name]}.`,
          `--${name} 需要一个值（${known[name]}）。`,
          command,
        ),
      );
    else {
      options[name] = next;
      at += 1;
    }
  }
  problems.push(...faultyValues(options, command));
  if (switches.has('localstack') && options['endpoint'] !== undefined)
    problems.push(
      problem(
        'CONFLICT',
        '--localstack and --endpoint exclude each other.',
        '--localstack 与 --endpoint 不能同时使用。',
        command,
      ),
    );
  return problems.length > 0 ? { problems } : { arguments: { command, options, switches, argument } };
};

const faultyValues = (
  options: Readonly<Record<string, string>>,
  command: CommandName,
): readonly Problem[] => {
  const faults: Problem[] = [];
  for (const name of ['port', 'mqtt-port']) {
    const value = options[name];
    if (value !== undefined && !(/^\d{4,5}$/.test(value) && Number(value) >= 1024 && Number(value) <= 65_535))
      faults.push(
        problem(
          'PORT',
          `--${name} must be 1024 to 65535, not "${value}".`,
          `--${name} 须为 1024 至 65535，而非“${value}”。`,
          command,
        ),
      );
  }
  if (options['port'] !== undefined && options['port'] === options['mqtt-port'])
    faults.push(
      problem('PORT', '--port and --mqtt-port must differ.', '--port 与 --mqtt-port 不能相同。', command),
    );
  const { endpoint, world } = options;
  if (endpoint !== undefined && !/^https?:\/\/[^/\s]+\/?$/.test(endpoint))
    faults.push(
      problem(
        'ENDPOINT',
        `--endpoint must be http(s)://host:port, not "${endpoint}".`,
        `--endpoint 须为 http(s)://主机:端口，而非“${endpoint}”。`,
        command,
      ),
    );
  if (world !== undefined && !/^[a-z][a-z0-9-]{0,30}$/.test(world))
    faults.push(
      problem(
        'WORLD',
        `--world must be a name of letters a-z, digits, hyphen, not "${world}".`,
        `--world 须由小写字母、数字与连字符组成，而非“${world}”。`,
        command,
      ),
    );
  return faults;
};
