import { prepare } from '../../localstack/doctor.ts';
import { freePort } from '../../localstack/ports.ts';
import { Refusal, explain } from '../../localstack/refusal.ts';

/** What may keep a machine from having an endpoint at all. Anything else that is wrong is a failure, not a reason to skip. */
const excuses = new Set([
  'PYTHON_MISSING',
  'PYTHON_TOO_OLD',
  'PYTHON_VENV_MISSING',
  'PACKAGE_INDEX_UNREACHABLE',
]);

/** Why the deployed tests cannot run here, in words for a person; undefined where they can. Throws for any other fault. */
export const whyNoEndpoint = async (): Promise<string | undefined> => {
  try {
    await prepare({ port: await freePort(), mqttPort: await freePort() });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.problems.every(({ code }) => excuses.has(code)))
      return explain(error.problems);
    throw error;
  }
};
