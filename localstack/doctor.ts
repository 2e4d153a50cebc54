import * as missing from './missing.ts';
import { isFree, listener } from './ports.ts';
import { findPython, installEmulator } from './python.ts';
import { Refusal, exitCodes, stopIfAsked, type Problem } from './refusal.ts';
import { nodeMajor } from './versions.ts';

export interface Wanted {
  readonly port: number;
  readonly mqttPort: number;
}

/** Node that runs this must be the Node of the functions. */
export const checkNode = (version: string = process.versions.node): readonly Problem[] =>
  Number(version.split('.')[0]) >= nodeMajor ? [] : [missing.node(version)];

/** Each wanted port that somebody else holds. */
export const checkPorts = async ({ port, mqttPort }: Wanted): Promise<readonly Problem[]> => {
  const check = async (number: number, of: 'aws' | 'mqtt'): Promise<readonly Problem[]> =>
    (await isFree(number)) ? [] : [missing.port(number, of, await listener(number))];
  return (await Promise.all([check(port, 'aws'), check(mqttPort, 'mqtt')])).flat();
};

/**
 * Python, its modules and the package index. The index is tried by the installation itself, since only pip knows the proxies
 * and certificates of this machine; with the emulator installed already no network is needed.
 */
const checkPython = async (
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<readonly Problem[]> => {
  const found = await findPython();
  if ('problem' in found) return [found.problem];
  try {
    await installEmulator(found.command, note, signal);
    return [];
  } catch (error) {
    stopIfAsked(signal);
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
};

/** Makes this machine ready for the emulator, or throws one Refusal that names everything that is missing. */
export const prepare = async (
  wanted: Wanted,
  note: (text: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> => {
  const found = await Promise.all([checkPorts(wanted), checkPython(note, signal)]);
  const problems = [...checkNode(), ...found.flat()];
  if (problems.length > 0) throw new Refusal(exitCodes.notReady, problems);
};
