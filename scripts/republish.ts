import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { asked } from '../localstack/attend.ts';
import { ending } from './operator/end.ts';
import { openFunctions } from './operator/functions.ts';
import { placeOf } from './operator/place.ts';
import { provinceOf } from './operator/stacks.ts';
import { choose, type Chosen } from './republish/choose.ts';
import { readOptions, usage, type Options } from './republish/options.ts';
import { archivedSince, openArchive } from './republish/segments.ts';
import { tellAgain } from './republish/tell.ts';

const say = console.log;
const command = 'npm run republish -- --from <instant>';

const sayReach = ({ reach }: Chosen): void => {
  say(
    reach === undefined
      ? '  the archive holds no entry since then / 归档中没有该时刻之后的条目'
      : `  the archive reaches to entry ${reach.index} of ${reach.entry.time} / 归档截至该条目`,
  );
  say('  younger entries are not sealed yet and are not told by this command: say it again later');
  say('  更新的条目尚未归档，本命令不涉及，请稍后再执行');
};

/** `npm run republish`: tells the entries of a span of time again, out of the archive, through the publisher. */
const main = async (options: Options): Promise<number> => {
  const place = await placeOf(command, options.world);
  const province = await provinceOf(place, options.province);
  const stop = asked().signal;
  const s3 = new S3Client({ ...place.settings, forcePathStyle: place.forcePathStyle });
  const call = openFunctions(new LambdaClient(place.settings));
  const span = `${options.from} … ${options.to ?? 'now'}${options.type === undefined ? '' : `, ${options.type}`}`;
  say(`province ${province.code}, ${place.name}: entries of ${span}`);
  const chosen = await choose(archivedSince(openArchive(s3, province.archive), options.from), options);
  for (const [type, count] of [...chosen.types].toSorted()) say(`  ${String(count).padStart(7)}  ${type}`);
  sayReach(chosen);
  if (options.dryRun) {
    say(`${chosen.entries.length} entries would be told again / 将重新发布的条目数（仅预览）`);
    return 0;
  }
  const { told, failed } = await tellAgain(
    async (event) => await call(province.functionName('ledger-publisher-consumer'), event),
    chosen.entries.map(({ entry }) => entry),
    (count) => {
      if (count % 1000 === 0) say(`  ${count} told`);
    },
    stop,
  );
  for (const { subject, sequence, why } of failed) say(`  ✗ ${subject} entry ${sequence}: ${why}`);
  const left = chosen.entries.length - told - failed.length;
  say(
    `${told} told again, ${failed.length} failed${left === 0 ? '' : `, ${left} not tried`} / 已重新发布 ${told}，失败 ${failed.length}`,
  );
  return stop.aborted ? 130 : failed.length === 0 ? 0 : 1;
};

const options = readOptions(process.argv.slice(2));
if ('faults' in options) {
  console.error([...options.faults.map((fault) => `✗ ${fault}`), usage].join('\n'));
  process.exitCode = 2;
} else await ending(async () => await main(options));
