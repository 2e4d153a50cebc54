import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../infra/bundle.ts';
import { spawnSync } from 'node:child_process';

/** `npm run synth`: bundles the functions and synthesises every stage with the ordinary CDK command line; says what was made. */
const root = join(import.meta.dirname, '..');
const started = performance.now();
const { functions, bytes } = await bundle(root);
const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [cdk, 'synth', '--quiet', '--no-notices', '**'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);
if (status === 0) {
  const stages = readdirSync(join(root, 'cdk.out')).filter((name) => name.startsWith('assembly-'));
  const templates = stages.flatMap((stage) =>
    readdirSync(join(root, 'cdk.out', stage)).filter((name) => name.endsWith('.template.json')),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${stages.length} stages, ${templates.length} templates in cdk.out, ${functions} functions (${Math.round(bytes / 1024)} kB), no findings, in ${seconds} s`,
  );
} else {
  console.error(
    `${stdout}\n${stderr}`
      .split('\n')
      .filter((line) => !line.startsWith('Supply a stack id'))
      .join('\n'),
  );
  process.exitCode = status ?? 1;
}
