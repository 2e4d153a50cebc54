import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** The worlds of tests; test/README.md says what each proves. */
const worlds = ['unit', 'property', 'contract', 'infra', 'workflow'] as const;

// Clients in tests talk to a transport in memory: no account, no region and no file of the person who runs them may matter.
const noAccount = {
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: 'test/data/no-such-file',
  AWS_SHARED_CREDENTIALS_FILE: 'test/data/no-such-file',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: '',
  // The logger then writes to the console that vitest keeps, and shows only with a failure.
  POWERTOOLS_DEV: 'true',
};
const integrationSetup = 'test/integration/setup.ts';

export default defineConfig({
  test: {
    projects: [
      ...worlds.map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          env: noAccount,
          unstubEnvs: true,
          restoreMocks: true,
          // Synthesis and type-aware lint take seconds on a small machine.
          testTimeout: name === 'unit' ? 20_000 : 60_000,
          hookTimeout: 120_000,
        },
      })),
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...(existsSync(integrationSetup) ? { globalSetup: [integrationSetup] } : {}),
          // One deployed system serves all files: they take turns.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
