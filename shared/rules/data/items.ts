import type { TestPoint } from '../../contracts/report.ts';
import type { Texts } from '../../kernel/problem.ts';

export type MeasuredItem = TestPoint['item'];
export type Unit = TestPoint['unit'];
export type Method = NonNullable<TestPoint['method']>;
export type Operator = '<=' | '>=' | '<' | '>';

/** Names of the measured items, and on which side of a limit a good value lies. */
export const items: Readonly<Record<MeasuredItem, Texts & { readonly operator: '<=' | '>=' }>> = {
  EARTH_RESISTANCE: { zh: '接地电阻', en: 'earth resistance', operator: '<=' },
  EQUIPOTENTIAL_RESISTANCE: {
    zh: '等电位连接过渡电阻',
    en: 'equipotential bonding resistance',
    operator: '<=',
  },
  FLANGE_TRANSITION_RESISTANCE: { zh: '法兰过渡电阻', en: 'flange transition resistance', operator: '<=' },
  STATIC_EARTH_RESISTANCE: { zh: '静电接地电阻', en: 'static earth resistance', operator: '<=' },
  DOWN_CONDUCTOR_SPACING: { zh: '引下线间距', en: 'down-conductor spacing', operator: '<=' },
  SPD_LEAD_LENGTH: { zh: '电涌保护器连接线长度', en: 'SPD lead length', operator: '<=' },
  SPD_LEAKAGE_CURRENT: { zh: '电涌保护器泄漏电流', en: 'SPD leakage current', operator: '<=' },
  INSULATION_RESISTANCE: { zh: '绝缘电阻', en: 'insulation resistance', operator: '>=' },
  SUPPORT_PULL_FORCE: { zh: '支持件拉力', en: 'pull force on a support', operator: '>=' },
};

/** Units and operators as people write them. */
export const unitSigns: Readonly<Record<Unit, string>> = { ohm: 'Ω', Mohm: 'MΩ', m: 'm', uA: 'µA', N: 'N' };
export const operatorSigns: Readonly<Record<Operator, string>> = { '<=': '≤', '>=': '≥', '<': '<', '>': '>' };
