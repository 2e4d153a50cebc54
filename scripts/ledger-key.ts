import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { publicKeyPem } from './ledger/place.ts';
import { ending } from './operator/end.ts';
import { placeOf } from './operator/place.ts';
import { provinceOf } from './operator/stacks.ts';

const usage = 'npm run ledger:key -- --to FILE [--world NAME] [--province CODE]';

/** The command line, or what is wrong with it. */
const read = (argv: readonly string[]) => {
  try {
    const text = { type: 'string' } as const;
    const { to, world, province } = parseArgs({
      args: [...argv],
      options: { to: text, world: text, province: text },
    }).values;
    return to === undefined ? { fault: '--to is missing / 缺少 --to' } : { to, world, province };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * `npm run ledger:key`: the ledger's public key out of KMS, with the operator's rights, as PEM. Who verifies gets it from the
 * province by another way than the export.
 */
const options = read(process.argv.slice(2));
if ('fault' in options) {
  console.error(`✗ ${options.fault}\n${usage}`);
  process.exitCode = 2;
} else
  await ending(async () => {
    const place = await placeOf('npm run ledger:key --', options.world);
    const { ledgerKey } = await provinceOf(place, options.province);
    writeFileSync(options.to, await publicKeyPem(place.settings, ledgerKey));
    console.log(`${options.to}: ${place.name}`);
    return 0;
  });
