import type { InspectedStructure } from '../../../contracts/report.ts';
import type { Mark } from '../../../contracts/settings.ts';
import type { MeasuredItem, Method, Operator, Unit } from '../items.ts';

export type ProtectionClass = InspectedStructure['protectionClass'];

/**
 * Places that the limit rows tell apart (field `place` of a test point), with their names. A place that stands nowhere here
 * is unknown: no limit is guessed for it.
 */
export const places = {
  BUILDING: { zh: '建筑物', en: 'building, device on it or shared earth' },
  INDEPENDENT_ROD: { zh: '独立接闪装置', en: 'independent rod, wire or net' },
  ANTI_INDUCTION: { zh: '防闪电感应接地', en: 'earth for protection against induction' },
  ELECTRONIC_SYSTEM_SHARED: { zh: '电子信息系统共用接地', en: 'shared earth of an electronic system' },
  DISTRIBUTION_TRANSFORMER: { zh: '配电变压器', en: 'distribution transformer' },
  SATELLITE_EARTH_STATION: { zh: '卫星地球站', en: 'satellite earth station' },
  WEATHER_RADAR: { zh: '天气雷达站', en: 'weather radar' },
  TELECOM_BASE_STATION: { zh: '移动通信基站', en: 'telecom base station' },
  FILLING_STATION: { zh: '加油加气站', en: 'filling station' },
  FILLING_STATION_SHARED: { zh: '加油加气站共用接地', en: 'shared earth of a filling station' },
  FILLING_STATION_SEPARATE: {
    zh: '加油加气站单独接地',
    en: 'separate earth of tanks and devices of a filling station',
  },
  FILLING_STATION_PIPE_END: {
    zh: '加油加气站地上管道始末端和分支',
    en: 'end or branch of a pipe above ground at a filling station',
  },
  STATIC_ALONE: { zh: '单独的防静电接地', en: 'static earth alone' },
  OIL_TANK: { zh: '油罐', en: 'oil tank' },
  OIL_DEPOT_PIPE: { zh: '油库管道', en: 'pipe in an oil depot' },
  TANK_FARM: { zh: '罐区', en: 'tank farm' },
  PETROCHEMICAL_VESSEL: { zh: '石油化工塔器和罐', en: 'petrochemical vessel or tank' },
  FIREWORKS_STORE: { zh: '烟花爆竹或爆炸物品库', en: 'store of fireworks or explosives' },
  SPD: { zh: '电涌保护器', en: 'surge protective device, terminal to case' },
} as const;
export type Place = keyof typeof places;

/** One limit as a standard gives it (domain.md section 4). Days are Chinese calendar days; no `validFrom`: the day is not on record. */
export type LimitRow = {
  readonly id: string;
  readonly item: MeasuredItem;
  readonly places: readonly Place[] | 'ANY';
  readonly classes: readonly ProtectionClass[];
  readonly method: Method | 'ANY';
  readonly operator: Operator;
  /** Decimal string in `unit`. */
  readonly limit: string;
  readonly unit: Unit;
  readonly standard: string;
  readonly edition: string;
  readonly clause: string;
  readonly mark: Mark;
  readonly validFrom?: string;
  /** Last day in force. */
  readonly validTo?: string;
  /** When a value outside the limit may still be right for a reason that a test point does not tell. */
  readonly exception?: { readonly zh: string; readonly en: string };
  /** The standard lets the maker set the limit: a limit stated in the report takes the place of this one. */
  readonly statedReplaces?: true;
};

export const allClasses: readonly ProtectionClass[] = [1, 2, 3];
