import { fill, type Parameters, type Texts } from './problem.ts';

/** What is odd about a credit code that is right all the same: old issues differ, so nothing is refused for it. */
const remarks = {
  USCC_ORGANISATION_DIGIT: {
    zh: '组织机构代码校验位按 GB 11714-1997 应为 {expected}，实际为 {given}',
    en: 'the digit of the organisation code should be {expected} by GB 11714-1997, found {given}',
  },
  USCC_KIND_UNKNOWN: {
    zh: '登记管理部门与机构类别“{given}”不在 GB 32100-2015 表中',
    en: 'registering authority and kind "{given}" are not in the table of GB 32100-2015',
  },
  USCC_DIVISION_FORM: {
    zh: '登记机关行政区划部分“{given}”不是六位数字',
    en: 'the division part "{given}" is not six digits',
  },
} as const satisfies Record<string, Texts>;

export interface UsccRemark extends Texts {
  readonly code: keyof typeof remarks;
}
export const usccRemark = (code: keyof typeof remarks, parameters: Parameters): UsccRemark => ({
  code,
  zh: fill(remarks[code].zh, parameters),
  en: fill(remarks[code].en, parameters),
});
