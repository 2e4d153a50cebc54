import type { LimitRow } from './row.ts';
import { allClasses } from './row.ts';

const standard = { standard: 'GB 50057', edition: '2010', validFrom: '2011-10-01', mark: 'S' } as const;
const earth = {
  ...standard,
  item: 'EARTH_RESISTANCE',
  classes: [1],
  operator: '<=',
  limit: '10',
  unit: 'ohm',
} as const;
const spacing = {
  ...standard,
  item: 'DOWN_CONDUCTOR_SPACING',
  places: 'ANY',
  method: 'ANY',
  operator: '<=',
  unit: 'm',
} as const;

/** Design of lightning protection of structures. Shared earths of classes 2 and 3 have no number of their own (4.3.6, 4.4.6). */
export const gb50057: readonly LimitRow[] = [
  {
    ...earth,
    id: 'GB50057-2010/4.2.1(8)',
    places: ['INDEPENDENT_ROD'],
    method: 'IMPULSE',
    clause: '4.2.1(8)',
    exception: {
      zh: '土壤电阻率大于 1000 Ω·m 时可适当增大',
      en: 'soil above 1000 ohm metre allows more',
    },
  },
  {
    ...earth,
    id: 'GB50057-2010/4.2.2(3)',
    places: ['ANTI_INDUCTION'],
    method: 'POWER_FREQUENCY',
    clause: '4.2.2(3)',
  },
  { ...earth, id: 'GB50057-2010/4.2.4(6)', places: ['BUILDING'], method: 'IMPULSE', clause: '4.2.4(6)' },
  { ...spacing, id: 'GB50057-2010/4.2.4', classes: [1], limit: '12', clause: '4.2.4' },
  { ...spacing, id: 'GB50057-2010/4.3.3', classes: [2], limit: '18', clause: '4.3.3' },
  { ...spacing, id: 'GB50057-2010/4.4.3', classes: [3], limit: '25', clause: '4.4.3' },
  {
    ...standard,
    id: 'GB50057-2010/4.2.2(2)',
    item: 'FLANGE_TRANSITION_RESISTANCE',
    places: 'ANY',
    classes: [1],
    method: 'ANY',
    operator: '<=',
    limit: '0.03',
    unit: 'ohm',
    clause: '4.2.2(2)',
    exception: {
      zh: '非腐蚀环境下不少于 5 根螺栓连接的法兰盘可不跨接',
      en: 'a flange with at least 5 bolts in a non-corrosive place needs no bridge',
    },
  },
];

/** GB 50343-2012, electronic systems. The common 4 ohm stands for "the smallest value asked by any connected device" (5.2). */
export const gb50343: readonly LimitRow[] = [
  {
    id: 'GB50343-2012/5.2',
    item: 'EARTH_RESISTANCE',
    places: ['ELECTRONIC_SYSTEM_SHARED'],
    classes: allClasses,
    method: 'POWER_FREQUENCY',
    operator: '<=',
    limit: '4',
    unit: 'ohm',
    standard: 'GB 50343',
    edition: '2012',
    clause: '5.2',
    mark: 'L',
  },
  {
    id: 'GB50343-2012/6.5',
    item: 'SPD_LEAD_LENGTH',
    places: 'ANY',
    classes: allClasses,
    method: 'ANY',
    operator: '<=',
    limit: '0.5',
    unit: 'm',
    standard: 'GB 50343',
    edition: '2012',
    clause: '6.5',
    mark: 'S',
  },
];
