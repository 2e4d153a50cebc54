import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routes } from '../../../shared/contracts/routes.ts';
import { catalogue } from '../../../shared/kernel/problem-catalogue.ts';
import { writtenBy } from '../../../scripts/wiring.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const markdown = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const capabilities = [...new Set(routes.map(({ capability }) => capability))];

describe('pages', () => {
  it.each(markdown)('%s links to nothing that is not there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)\s#]+)/g)].map(([, to = '']) => to);
    expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([]);
  });

  it('name files and folders of the project that exist', () => {
    const places = /`((?:infra|functions|shared|step-functions|localstack|scripts|test|docs)\/[\w./-]+)`/g;
    for (const page of [
      'docs/capabilities.md',
      'docs/operate.md',
      'docs/architecture.md',
      'docs/api.md',
      'README.zh-CN.md',
    ]) {
      const named = [...read(page).matchAll(places)].map(([, path = '']) => path);
      expect(
        named.filter((path) => !existsSync(join(root, path))),
        page,
      ).toEqual([]);
    }
  });

  it('have a screen for each capability, with the events that its code writes', () => {
    const screens = new Map(
      read('docs/capabilities.md')
        .split('\n## ')
        .map((screen) => [screen.split(' ')[0], screen]),
    );
    for (const capability of capabilities) {
      const screen = screens.get(capability) ?? '';
      expect(screen, capability).not.toBe('');
      for (const type of writtenBy(capability)) expect(screen, capability).toContain(`\`${type}\``);
    }
  });

  it('name only codes of refusals that exist', () => {
    const table = read('docs/api.md').split(/\| status +\| usual codes/)[1] ?? '';
    const codes = [...table.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !Object.hasOwn(catalogue, code))).toEqual([]);
  });
});

describe('both READMEs', () => {
  const commands = (page: string): readonly string[] =>
    [
      ...new Set(
        [...read(page).matchAll(/npm (?:run (?:-s )?)?[a-z]+/g)].map(([command]) =>
          command.replace('-s ', ''),
        ),
      ),
    ].toSorted();

  it('name the same commands', () => {
    expect(commands('README.zh-CN.md')).toEqual(commands('README.md'));
  });

  it('have the same parts', () => {
    const parts = (page: string): number => [...read(page).matchAll(/^## /gm)].length;
    expect(parts('README.zh-CN.md')).toBe(parts('README.md'));
  });
});
