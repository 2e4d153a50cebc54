import type { DeviceAlarm } from '../../shared/contracts/device.ts';
import type { Hazard, HazardOrigin } from '../../shared/contracts/hazard.ts';
import type { TestPoint } from '../../shared/contracts/report.ts';
import { deriveId, type Id, type SubjectId } from '../../shared/kernel/ids.ts';
import { dayOf, type Instant } from '../../shared/kernel/time.ts';
import { dueByClock, type DueSettings } from './deadlines.ts';

interface Found {
  readonly keyUnit: SubjectId;
  readonly at: Instant;
  readonly settings: DueSettings;
}

const begin = ({ keyUnit, at, settings }: Found, id: Id<'haz'>, origin: HazardOrigin): Hazard => ({
  id,
  keyUnit,
  origin,
  state: 'FOUND',
  foundAt: at,
  stateSince: at,
  ...dueByClock(settings.hazardClocks.triage, dayOf(at)),
  rechecks: [],
  steps: [],
});

/**
 * One hazard for each point that the report itself declares failed (domain 7.3, "failed item"). What a rule makes of
 * the values plays no part: a hazard must not show that somebody suspects the report. `at`: when the report arrived.
 */
export const hazardsOfReport = (
  report: { readonly id: Id<'rep'>; readonly organisation: SubjectId },
  points: readonly TestPoint[],
  found: Found,
): readonly Hazard[] =>
  points
    .filter((point) => point.verdict === 'FAIL')
    .map((point) =>
      begin(found, deriveId('haz', found.at, report.id, point.number), {
        kind: 'REPORT_POINT',
        report: report.id,
        organisation: report.organisation,
        point: point.number,
        structure: point.structure,
        item: point.item,
        value: `${point.qualifier ?? ''}${point.value ?? ''}`,
        unit: point.unit,
        ...(point.standardValue === undefined ? {} : { standardValue: point.standardValue }),
      }),
    );

/** One hazard for an alarm of a device: three bad readings in a row. People confirm or reject it like any other. */
export const hazardOfAlarm = (alarm: DeviceAlarm, found: Found): Hazard =>
  begin(found, deriveId('haz', found.at, alarm.id), {
    kind: 'DEVICE_ALARM',
    device: alarm.device,
    alarm: alarm.id,
    item: alarm.item,
    value: alarm.value,
    unit: alarm.unit,
    limit: alarm.limit,
  });
