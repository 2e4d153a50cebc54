/** A run whose outcome follows from its seed. Gives what is wrong at its end. */
type Run = (seed: number) => Promise<readonly string[]>;

const given = (name: string): number | undefined => {
  const { [name]: text } = process.env;
  return text === undefined ? undefined : Number(text);
};

/** The one seed that `SEED` names, or as many as `SEEDS` says, or the usual number. */
const seedsOf = (usual: number): readonly number[] => {
  const one = given('SEED');
  return one === undefined ? Array.from({ length: given('SEEDS') ?? usual }, (_, at) => at + 1) : [one];
};

/** Runs every seed; gives a line for each that failed, with what is to be typed to see it fail again. */
export const failures = async (usual: number, file: string, run: Run): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const seed of seedsOf(usual)) {
    const faults = await run(seed);
    if (faults.length > 0)
      failed.push(`SEED=${seed} npx vitest run test/property/faults/${file}: ${faults.join('; ')}`);
  }
  return failed;
};
