import { percentile, writeAtOnce } from '../property/faults/writers.ts';

/** 50 processes that write into one file at the same moment, in real time: tries that each took until it was in. */
export const writersAtOnce = async (): Promise<string> => {
  const { tries, failed, faults } = await writeAtOnce(50, false, [1, 2, 3]);
  const wrong = [...failed, ...faults];
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  const [p50, p99, most] = [percentile(tries, 0.5), percentile(tries, 0.99), tries.at(-1) ?? 0];
  return `50 writers on one file at once                           tries p50 ${p50}, p99 ${p99}, most ${most}; none given up`;
};
