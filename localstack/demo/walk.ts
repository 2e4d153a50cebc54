import type { Running } from '../running.ts';
import { confirmLead, watchAnomalies } from './anomalies.ts';
import { showBadInput } from './bad-input.ts';
import { readGrade, showGrade } from './credit.ts';
import { walkDevice } from './device-walk.ts';
import { walkHazard } from './hazard.ts';
import { registerAll } from './register.ts';
import { submitReports } from './reports.ts';
import { checkIt } from './check-it.ts';
import { Broken, type Teller } from './scene.ts';
import { until } from './speaker.ts';
import { keepExport, verifyExport } from './verify.ts';

const teller = (print: (line: string) => void, started: number): Teller => {
  let count = 0;
  const elapsed = (): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  return {
    step: (zh, en) => {
      count += 1;
      print('');
      print(`[${count}/${steps}] ${zh} — ${en}  (${elapsed()})`);
    },
    fact: (line) => {
      print(`      ${line}`);
    },
  };
};
const steps = 9;

/**
 * Walks one real report through the whole house, from outside: only by the API, by MQTT, and by AWS calls that anybody
 * with the operator's credentials can repeat. Every step waits for what it promises; true only if all of them held.
 */
export const walk = async (world: Running, print: (line: string) => void): Promise<boolean> => {
  const started = Date.now();
  const tell = teller(print, started);
  try {
    const cast = await registerAll(world, tell);
    await showBadInput(cast, tell);
    const { forged } = await submitReports(cast, tell);
    await keepExport(world, cast.west);
    const leads = await watchAnomalies(cast, forged, tell);
    const before = await until('a first credit grade', async () => {
      const read = await cast.province.get(`/v1/subjects/${cast.organisation}/credit-grade`);
      return read.status === 200 ? await readGrade(cast) : undefined;
    });
    await confirmLead(cast, leads, forged, tell);
    await walkHazard(world, cast, tell);
    if (world.lacks.includes('iot')) tell.fact('this endpoint has no IoT: the device part is left out');
    else await walkDevice(world, cast, tell);
    await showGrade(cast, before, tell);
    await verifyExport(world, cast.west, tell);
    for (const line of checkIt(world, cast)) print(line);
    print('');
    print(`every step held / 各步骤均已成立: ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return true;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    print('');
    print(`NOT HELD / 未成立: ${error.message}`);
    return false;
  }
};
