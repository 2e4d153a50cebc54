import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNode, checkPorts } from '../../../localstack/doctor.ts';
import { awsEnvironment, cleanEnvironment, credentialsFor } from '../../../localstack/environment.ts';
import * as missing from '../../../localstack/missing.ts';
import { freePort, isFree } from '../../../localstack/ports.ts';
import { isOurs } from '../../../localstack/process-id.ts';
import { classify, findPython, pins } from '../../../localstack/python.ts';
import { explain } from '../../../localstack/refusal.ts';
import { run } from '../../../localstack/run.ts';
import { emulator, localstackImage, requirements } from '../../../localstack/versions.ts';

const listenOn = (port: number): Promise<() => Promise<void>> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () =>
      resolve(() => new Promise((closed) => void server.close(() => closed()))),
    );
  });

describe('the doctor', () => {
  it('wants the Node of the functions', () => {
    expect(checkNode('24.1.0')).toEqual([]);
    expect(checkNode('20.20.2').map(({ code }) => code)).toEqual(['NODE_TOO_OLD']);
  });

  it('names each port that is in use, and how to choose another', async () => {
    const [port, mqttPort] = [await freePort(), await freePort()];
    expect(await checkPorts({ port, mqttPort })).toEqual([]);
    const close = await listenOn(port);
    try {
      expect(await isFree(port)).toBe(false);
      const problems = await checkPorts({ port, mqttPort });
      expect(problems.map(({ code }) => code)).toEqual(['PORT_IN_USE']);
      expect(explain(problems)).toContain(`Port ${port} (AWS API) is in use`);
      expect(explain(problems)).toContain(`npm start -- --port ${port + 10}`);
    } finally {
      await close();
    }
  });

  it('says what to do when there is no Python', async () => {
    const found = await findPython([['no-such-python-here']]);
    expect('problem' in found && found.problem.code).toBe('PYTHON_MISSING');
    expect('problem' in found && explain([found.problem])).toMatch(
      /sudo apt install python3 python3-venv[\s\S]*未找到|未找到[\s\S]*sudo apt/,
    );
  });

  it('tells an index that cannot be reached from a package that does not install', () => {
    const offline =
      'WARNING: Retrying … NewConnectionError … Temporary failure in name resolution\nERROR: from versions: none';
    expect(classify({ output: offline })).toBe('index');
    expect(classify({ why: 'time limit', output: '' })).toBe('slow');
    expect(classify({ output: 'ERROR: No space left on device' })).toBe('other');
    expect(missing.packages('index', offline).code).toBe('PACKAGE_INDEX_UNREACHABLE');
    expect(missing.packages('other', 'ERROR: No space left on device').what.en).toContain('No space left');
  });

  it('speaks both languages in every message', () => {
    const all = [
      missing.python(),
      missing.oldPython('3.8'),
      missing.venvModule('3.12'),
      missing.venvFailed('x'),
      missing.node('20'),
      missing.docker('client'),
      missing.docker('engine'),
      missing.docker('compose'),
      missing.container('x'),
      missing.endpoint('http://x'),
      missing.realAws('https://x'),
      missing.notUp('npm run token'),
      missing.port(1, 'aws', undefined),
    ];
    for (const { what } of all)
      expect([/[a-z]/.test(what.en), /\p{Script=Han}/u.test(what.zh)]).toEqual([true, true]);
  });
});

describe('what we start', () => {
  it('hears nothing of the AWS settings and proxies of the shell, and finds our Node first', () => {
    const shell = {
      PATH: '/usr/bin',
      HOME: '/home/a',
      AWS_PROFILE: 'work',
      HTTPS_PROXY: 'http://p',
      NODE_OPTIONS: '--x',
    };
    expect(cleanEnvironment(shell, '/n/bin/node')).toEqual({
      HOME: '/home/a',
      PATH: ['/n/bin', '/usr/bin'].join(delimiter),
    });
    const told = awsEnvironment('http://127.0.0.1:1', { accessKeyId: 'a', secretAccessKey: 'b' });
    expect(told).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'cn-north-1' });
    expect(Object.keys(told)).not.toContain('AWS_PROFILE');
  });

  it('sends nobody the credentials of the shell', () => {
    const shell = { AWS_ACCESS_KEY_ID: 'real', AWS_SECRET_ACCESS_KEY: 'real' };
    expect(credentialsFor(shell)).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
    const meant = { LEIAN_ACCESS_KEY_ID: 'k', LEIAN_SECRET_ACCESS_KEY: 's' };
    expect(credentialsFor(meant)).toEqual({ accessKeyId: 'k', secretAccessKey: 's' });
  });

  it('does not take a process for ours that only has its number', async () => {
    expect(await isOurs(process.pid, 'a folder that is on no command line')).toBe(false);
    expect(await isOurs(2 ** 22 + 1, '')).toBe(false);
  });

  it('is ended when it takes too long, and missed when it is not there', async () => {
    expect(
      await run(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { limitMs: 200 }),
    ).toMatchObject({ why: 'time limit' });
    expect(await run('no-such-program-here', [], { limitMs: 1_000 })).toMatchObject({
      code: undefined,
      why: 'not found',
    });
    expect(
      await run(process.execPath, ['-e', 'console.log(1); process.exit(3)'], { limitMs: 10_000 }),
    ).toEqual({ code: 3, output: '1\n' });
  });
});

describe('the pins', () => {
  it('are exact and the same everywhere', () => {
    const text = readFileSync(requirements, 'utf8');
    expect(pins(text)).toContain(`ministack==${emulator.version}`);
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    for (const line of lines) expect(line).toMatch(/^[\w.-]+==[\w.]+(; python_version (<|>=) "3\.11")?$/);
    expect(readFileSync('localstack/compose.yaml', 'utf8')).toContain(`image: ${localstackImage}\n`);
  });
});
