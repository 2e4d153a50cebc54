import { App, Validations } from 'aws-cdk-lib';
import { buildHouse, defaultBundles } from './house.ts';
import { plugins } from './nag/plugins.ts';
import { faultsIn } from './nag/verdict.ts';

/**
 * The CDK app. Context: `stage` (one id or several, with commas; unset = all provinces and the nation), `bundles` (folder),
 * `localIssuer` (file with the public keys, for a local stage).
 */
const app = new App();
const text = (key: string): string | undefined => {
  const value: unknown = app.node.tryGetContext(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
buildHouse(app, {
  bundles: text('bundles') ?? defaultBundles,
  stages: text('stage')?.split(','),
  publicKeys: text('localIssuer'),
});
Validations.of(app).addPlugins(...plugins());
const { directory } = app.synth();
const faults = faultsIn(directory);
if (faults.length > 0) {
  console.error(`the templates break rules:\n  ${faults.join('\n  ')}`);
  process.exitCode = 1;
}
