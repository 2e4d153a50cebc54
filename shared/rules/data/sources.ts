import type { Texts } from '../../kernel/problem.ts';

/** What the source keys of rules stand for: the documents by their names. `analogy`: binds others, used as the nearest written yardstick. */
export const sources: Readonly<Record<string, Texts & { readonly analogy?: true }>> = {
  S39: {
    zh: '检验检测机构监督管理办法（市场监管总局令第39号，2021）',
    en: 'Measures for supervision of inspection and testing bodies (SAMR Order 39, 2021)',
    analogy: true,
  },
  O31: {
    zh: '雷电防护装置检测资质管理办法（中国气象局令第31号，经第38、41号令修改）',
    en: 'Measures for qualification of lightning-protection inspection bodies (CMA Order 31, amended by Orders 38 and 41)',
  },
  O24: {
    zh: '防雷减灾管理办法（中国气象局令第20号，经第24号令修改；2025年6月起由第44号令代替）',
    en: 'Measures for lightning protection and disaster reduction (CMA Order 20, amended by Order 24; replaced by Order 44 from June 2025)',
  },
  MDR: { zh: '气象灾害防御条例', en: 'Meteorological Disaster Prevention Regulations' },
};
