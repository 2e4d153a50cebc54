import { describe, expect, it } from 'vitest';
import { commands, npmLine, readArguments, usage } from '../../../localstack/arguments.ts';

const problemsOf = (...argv: string[]): readonly string[] => {
  const read = readArguments(argv);
  return 'problems' in read ? read.problems.map(({ code }) => code) : [];
};

describe('the command line', () => {
  it('reads options with a space or an equals sign, switches, and the span of the clock', () => {
    expect(readArguments(['start', '--port', '4600', '--mqtt-port=8900', '--detach'])).toEqual({
      arguments: {
        command: 'start',
        options: { port: '4600', 'mqtt-port': '8900' },
        switches: new Set(['detach']),
        argument: undefined,
      },
    });
    expect(readArguments(['clock', '+30d'])).toMatchObject({
      arguments: { command: 'clock', argument: '+30d' },
    });
  });

  it('names everything that is wrong at once', () => {
    expect(problemsOf('start', '--prot', '4600', '--mqtt-port', '80', 'now', '--endpoint')).toEqual([
      'OPTION',
      'ARGUMENT',
      'ARGUMENT',
      'VALUE',
      'PORT',
    ]);
  });

  it.each([
    ['no command', [], ['COMMAND']],
    ['an unknown command', ['begin'], ['COMMAND']],
    ['the name of something every object has', ['toString'], ['COMMAND']],
    ['an option every object has', ['start', '--constructor'], ['OPTION']],
    ['equal ports', ['start', '--port', '5000', '--mqtt-port', '5000'], ['PORT']],
    ['an endpoint without scheme', ['demo', '--endpoint', 'localhost:4566'], ['ENDPOINT']],
    ['two endpoints', ['demo', '--endpoint', 'http://127.0.0.1:4566', '--localstack'], ['CONFLICT']],
    ['a world that is a path', ['reset', '--world', '../..'], ['WORLD']],
    ['an option of another command', ['status', '--once'], ['OPTION']],
  ])('refuses %s', (_what, argv, codes) => {
    expect(problemsOf(...argv)).toEqual(codes);
  });

  it('shows how npm calls each command', () => {
    expect(npmLine('start')).toBe('npm start');
    expect(npmLine('demo')).toBe('npm run demo');
    expect(usage('clock')).toBe('npm run clock -- [SPAN] [--world NAME]');
    for (const name of Object.keys(commands)) expect(usage()).toContain(name);
  });
});
