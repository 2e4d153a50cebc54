import type { Device, RegisterDevice } from '../../shared/contracts/device.ts';
import { ok, problem, refuse, type Result } from '../../shared/kernel/problem.ts';
import type { CalendarDay } from '../../shared/kernel/time.ts';
import { currentLimits } from '../../shared/rules/data/limits/index.ts';
import { limitFor, noLimitTexts } from '../../shared/rules/limits.ts';

type Asked = Pick<RegisterDevice, 'limitOhm' | 'protectionClass' | 'place'>;

/**
 * The limit a device is watched by: the stated one, or the row of the limit tables for its class and place (domain 4.4).
 * Nothing is guessed: where no row fits, the caller has to state one. Refuses with FIELD_MISSING or FIELD_INVALID.
 */
export const limitOf = (
  { limitOhm, protectionClass, place }: Asked,
  day: CalendarDay,
): Result<Pick<Device, 'limitOhm' | 'limitBasis'>> => {
  if (limitOhm !== undefined) return ok({ limitOhm, limitBasis: { by: 'STATED' } });
  if (protectionClass === undefined) return refuse(problem('FIELD_MISSING', {}, '/limitOhm'));
  const answer = limitFor({ item: 'EARTH_RESISTANCE', protectionClass, place, day, standards: [] });
  if (!answer.found) {
    const base = problem('FIELD_INVALID', {}, '/limitOhm');
    const { zh, en } = noLimitTexts[answer.why];
    return refuse({
      ...base,
      zh: base.zh.replace('{reason}', `${zh}，请填写 limitOhm`),
      en: base.en.replace('{reason}', `${en}; state limitOhm`),
    });
  }
  const { limit, id, mark } = answer.limit;
  return ok({ limitOhm: limit, limitBasis: { by: 'TABLE', row: id, version: currentLimits.version, mark } });
};
