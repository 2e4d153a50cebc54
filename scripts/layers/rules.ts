import { isBuiltin } from 'node:module';
import type { Import, Source } from './source.ts';

const shared = ['kernel', 'contracts', 'access', 'rules', 'ledger', 'subject-file', 'lambda'];

/**
 * Which room may look into which: architecture.md, "Layout", and its arrow kernel ← ledger, contracts ← access, rules,
 * subject-file ← lambda. A room may always look into itself; a capability of `functions/` only into itself.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  contracts: ['kernel'],
  access: ['kernel', 'contracts'],
  rules: ['kernel', 'contracts'],
  ledger: ['kernel'],
  'subject-file': ['kernel', 'contracts', 'ledger'],
  lambda: ['kernel', 'contracts', 'access', 'rules', 'ledger', 'subject-file'],
  functions: shared,
  infra: ['contracts', 'kernel'],
  localstack: ['infra', ...shared],
  scripts: ['infra', 'functions', 'localstack', ...shared],
  test: ['infra', 'functions', 'localstack', 'scripts', ...shared],
};

/** Single files that a room may see although their room is closed to it. */
const windows: Readonly<Record<string, readonly string[]>> = {
  // The names of the settings that infra gives to functions.
  infra: ['shared/lambda/env.ts'],
};

/** Rooms in which nothing of AWS is known. */
const pure = ['kernel', 'contracts', 'access', 'rules', 'ledger'];
const ofAws = /^(@aws-sdk|@smithy|@aws-lambda-powertools|@middy|aws-lambda|aws-cdk-lib|constructs)(\/|$)/;
/** Rooms whose code is deployed: what they import must be among `dependencies`, not `devDependencies`. */
const deployed = [...shared, 'functions'];

export interface Finding {
  readonly path: string;
  readonly rule: string;
  readonly what: string;
}

/** `shared/kernel/ids.ts` → kernel; `functions/…` → functions; undefined for files that belong to no room. */
export const roomOf = (path: string): string | undefined => {
  const [top = '', second = ''] = path.split('/');
  const room = top === 'shared' ? second : top;
  return room in mayImport ? room : undefined;
};
const capabilityOf = (path: string): string | undefined => path.split('/')[1];

const ourFile = (source: Source, target: string): readonly Finding[] => {
  const [from, to] = [roomOf(source.path), roomOf(target)];
  if (from === undefined || to === undefined) return [];
  const finding = (rule: string, what: string): readonly Finding[] => [{ path: source.path, rule, what }];
  if (from === 'functions' && to === 'functions' && capabilityOf(source.path) !== capabilityOf(target))
    return finding('capability', `a capability never imports another: ${target}`);
  const open = mayImport[from]?.includes(to) === true || windows[from]?.includes(target) === true;
  if (from === to || open) return [];
  return finding('layer', `${from} must not know ${to}: ${target}`);
};

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const aPackage = (source: Source, one: Import, runtime: ReadonlySet<string>): readonly Finding[] => {
  const room = roomOf(source.path) ?? '';
  const { specifier } = one;
  if (pure.includes(room) && ofAws.test(specifier))
    return [{ path: source.path, rule: 'pure', what: `${room} knows nothing of AWS: ${specifier}` }];
  if (
    deployed.includes(room) &&
    !one.typeOnly &&
    !isBuiltin(specifier) &&
    !runtime.has(packageName(specifier))
  )
    return [{ path: source.path, rule: 'runtime', what: `${specifier} is not among "dependencies"` }];
  return [];
};

/** Imports of one file that the house does not allow. `runtime`: names of the packages under `dependencies`. */
export const layerFindings = (source: Source, runtime: ReadonlySet<string>): readonly Finding[] =>
  source.imports.flatMap((one) =>
    one.file === undefined ? aPackage(source, one, runtime) : ourFile(source, one.file),
  );
