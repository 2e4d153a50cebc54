import { expect, test } from 'vitest';
import { deployedFunctions } from '../../infra/functions.ts';
import { buildHouse } from '../../infra/house.ts';
import { provinces } from '../../infra/provinces/index.ts';
import { ProvinceStage } from '../../infra/province-stage.ts';
import { noDifferences } from '../../infra/local.ts';
import { provinceSettings } from '../../infra/provinces/schema.ts';
import { nation } from '../../infra/provinces/nation.ts';
import { NationStage } from '../../infra/nation-stage.ts';
import { emptyBundles, newApp, ofType, one, province, synthesise, text } from './house.ts';

/** The readers of the stream run in the stack of the records, the authorizer in that of the API. */
const guests: readonly string[] = ['ledger-publisher', 'ledger-integrator', 'access-authorizer'];
const capabilities = new Set<string>(deployedFunctions.map(({ capability }) => capability));
const stacks = ['records', ...[...capabilities].filter((name) => !guests.includes(name)), 'api', 'watch'];

test('all 32 stages synthesise offline within a minute', { timeout: 120_000 }, () => {
  const started = performance.now();
  const app = newApp();
  buildHouse(app, { bundles: emptyBundles() });
  const { nestedAssemblies } = app.synth();
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(nestedAssemblies).toHaveLength(32);
  expect(
    nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly.stacks.length).sort((a, b) => b - a),
  ).toEqual([...Array<number>(31).fill(stacks.length), 1]);
  expect(app.synth().manifest.missing ?? []).toEqual([]);
});

test('stacks point one way: records, capabilities, api, watch', () => {
  const rank = new Map(
    stacks.map((stack, index) => [
      `leian-33-${stack}`,
      stack === 'records' ? 0 : stack === 'api' ? 2 : stack === 'watch' ? 3 : 1 + index / 1000,
    ]),
  );
  for (const { stack, dependsOn } of province())
    for (const other of dependsOn) {
      const [mine, theirs] = [
        Math.floor(rank.get(`leian-33-${stack}`) ?? -1),
        Math.floor(rank.get(other) ?? 9),
      ];
      expect(theirs, `${stack} → ${other}`).toBeLessThan(mine);
    }
  expect(
    province()
      .map(({ stack }) => stack)
      .sort(),
  ).toEqual([...stacks].sort());
});

test('an unset account stands in no template; a set one is where the stack goes', () => {
  expect(text(province().map(({ json }) => json))).not.toMatch(/\b\d{12}\b/);
});

const elsewhere = (region: string) => {
  const app = newApp();
  const [any] = provinces();
  const settings = provinceSettings.parse({ ...any, stageKind: 'test', region });
  new ProvinceStage(app, 'elsewhere', { settings, differences: noDifferences, assets: emptyBundles() });
  return text(
    app
      .synth()
      .getNestedAssembly('assembly-elsewhere')
      .stacks.map(({ template }): unknown => template),
  );
};

test.each(['cn-north-1', 'cn-northwest-1', 'eu-central-1'])(
  'the same stage synthesises for %s, partition and hosts by token',
  (region) => {
    const templates = elsewhere(region);
    expect(templates).not.toMatch(/arn:aws(-cn)?:/);
    expect(templates).not.toMatch(/amazonaws\.com\.cn/);
    expect(templates).toContain('AWS::Partition');
    expect(templates).toContain('AWS::URLSuffix');
  },
);

test('templates of two regions differ in nothing but the region', () => {
  const [north, west] = [elsewhere('cn-north-1'), elsewhere('cn-northwest-1')];
  // Deployment ids carry a digest over the whole API.
  const plain = (templates: string) =>
    templates.replaceAll(/cn-north(west)?-1/g, 'REGION').replaceAll(/(ApiDeployment\w{8})\w{32}/g, '$1');
  expect(plain(west)).toBe(plain(north));
});

test('a stage that nobody knows is refused by name', () => {
  expect(() => synthesise(['province-71'])).toThrow(/no stage is called province-71/);
  expect(() => synthesise(['local-33'], { publicKeys: undefined })).toThrow(/localIssuer/);
});

test("the nation's bus admits the provinces' accounts and nobody else; what comes is kept", () => {
  const app = newApp();
  new NationStage(app, { settings: nation(), provinceAccounts: ['123456789012'] });
  const [artifact] = app.synth().getNestedAssembly('assembly-nation').stacks;
  const template = text(artifact?.template);
  expect(template).toContain(
    '"Principal":{"AWS":[{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::123456789012:root"]]}]}',
  );
  expect(template).toContain('"AWS::Events::Archive"');
  expect(ofType(synthesise(['nation']), 'AWS::Events::EventBusPolicy')).toEqual([]);
});

test('a province whose settings name the nation forwards every event, with dead letters', () => {
  const app = newApp();
  const [any] = provinces();
  const busArn = 'arn:aws-cn:events:cn-north-1:123456789012:event-bus/leian-nation-events';
  const settings = provinceSettings.parse({
    ...any,
    nation: { busArn, personHashKeyArn: 'arn:aws-cn:kms:cn-north-1:123456789012:key/k' },
  });
  new ProvinceStage(app, 'with-nation', { settings, differences: noDifferences, assets: emptyBundles() });
  const records = app.synth().getNestedAssembly('assembly-with-nation').getStackByName('leian-11-records');
  const template = text(records.template);
  expect(template).toContain(`"Arn":"${busArn}"`);
  expect(template).not.toContain('HMAC_256');
  expect(one(province(), 'AWS::KMS::Key', 'PersonHashKey').properties['KeySpec']).toBe('HMAC_256');
});
