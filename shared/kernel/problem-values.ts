/** One refusal: HTTP status, whether the same request may succeed later, and one sentence in each language. */
export interface CatalogueEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
}

/** Refusals about a single value: a field, a number, a date, an identifier, a position. Part of the catalogue. */
export const valueProblems = {
  FIELD_INVALID: {
    status: 422,
    retryable: false,
    zh: '字段不符合要求：{reason}',
    en: 'the field is not acceptable: {reason}',
  },
  FIELD_MISSING: { status: 422, retryable: false, zh: '缺少必填字段', en: 'a required field is missing' },
  FIELD_UNKNOWN: { status: 422, retryable: false, zh: '未知字段：{name}', en: 'unknown field: {name}' },
  NUMBER_NOT_FINITE: { status: 422, retryable: false, zh: '不是有限数值', en: 'not a finite number' },
  DECIMAL_MALFORMED: {
    status: 422,
    retryable: false,
    zh: '“{given}”不是十进制数值字符串（如 "9.80"）',
    en: '"{given}" is no decimal string (such as "9.80")',
  },
  ID_MALFORMED: {
    status: 422,
    retryable: false,
    zh: '“{given}”不是 {kind} 编号',
    en: '"{given}" is no {kind} id',
  },
  INSTANT_MALFORMED: {
    status: 422,
    retryable: false,
    zh: '“{given}”不是带时区的时间（如 2026-03-01T09:00:00+08:00）',
    en: '"{given}" is no time with a zone (such as 2026-03-01T09:00:00+08:00)',
  },
  DAY_MALFORMED: {
    status: 422,
    retryable: false,
    zh: '“{given}”不是存在的日期（YYYY-MM-DD）',
    en: '"{given}" is no existing day (YYYY-MM-DD)',
  },
  DAY_IN_FUTURE: {
    status: 422,
    retryable: false,
    zh: '{day} 尚未到来：只能查询今天（{today}）及以前的档案',
    en: '{day} is still to come: a file can be read as it was up to today ({today})',
  },
  DAY_BEFORE_REGISTRATION: {
    status: 422,
    retryable: false,
    zh: '{day} 时尚无此档案，登记日期为 {registered}',
    en: 'there was no such file on {day}: it was registered on {registered}',
  },
  DATES_OUT_OF_ORDER: {
    status: 422,
    retryable: false,
    zh: '日期顺序有误：{earlier} 应不晚于 {later}',
    en: 'dates in the wrong order: {earlier} must not be after {later}',
  },
  USCC_LENGTH: {
    status: 422,
    retryable: false,
    zh: '统一社会信用代码应为 18 位，实际 {length} 位',
    en: 'a unified social credit code has 18 characters, this one has {length}',
  },
  USCC_ALPHABET: {
    status: 422,
    retryable: false,
    zh: '统一社会信用代码第 {position} 位“{given}”不在允许的字符内（不含 I、O、S、V、Z）',
    en: 'character {position} "{given}" is not allowed in a unified social credit code (no I, O, S, V, Z)',
  },
  USCC_CHECK: {
    status: 422,
    retryable: false,
    zh: '统一社会信用代码校验位不符：按 GB 32100-2015 应为 {expected}，实际为 {given}',
    en: 'the check character of the unified social credit code is wrong: GB 32100-2015 gives {expected}, found {given}',
  },
  PERSON_ID_LENGTH: {
    status: 422,
    retryable: false,
    zh: '身份号码应为 18 位，实际 {length} 位',
    en: 'a person number has 18 characters, this one has {length}',
  },
  PERSON_ID_FORM: {
    status: 422,
    retryable: false,
    zh: '身份号码应为 17 位数字加一位数字或 X',
    en: 'a person number is 17 digits and a digit or X',
  },
  PERSON_ID_DIVISION: {
    status: 422,
    retryable: false,
    zh: '身份号码的地址码不属于任何省级行政区',
    en: 'the division part of the person number belongs to no province',
  },
  PERSON_ID_BIRTH: {
    status: 422,
    retryable: false,
    zh: '身份号码中的出生日期不存在或不合理',
    en: 'the date of birth in the person number does not exist or is not possible',
  },
  PERSON_ID_CHECK: {
    status: 422,
    retryable: false,
    zh: '身份号码校验位不符（GB 11643-1999）',
    en: 'the check character of the person number is wrong (GB 11643-1999)',
  },
  SUPERVISION_CODE_FORM: {
    status: 422,
    retryable: false,
    zh: '不是监管数字码：应为 LA 加 24 位或 LP 加 14 位',
    en: 'not a supervision code: LA and 24 characters, or LP and 14',
  },
  SUPERVISION_CODE_CHECK: {
    status: 422,
    retryable: false,
    zh: '监管数字码校验位不符',
    en: 'the check character of the supervision code is wrong',
  },
  DIVISION_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '行政区划代码 {code} 不是现行代码（{edition} 版）',
    en: 'division code {code} is not a current code (edition {edition})',
  },
  DIVISION_OTHER_PROVINCE: {
    status: 422,
    retryable: false,
    zh: '行政区划代码 {code} 不属于本省（{province}）',
    en: 'division code {code} does not belong to this province ({province})',
  },
  DATUM_MISSING: {
    status: 422,
    retryable: false,
    zh: '坐标缺少坐标系（WGS84、CGCS2000 或 GCJ02）',
    en: 'the position names no datum (WGS84, CGCS2000 or GCJ02)',
  },
  DATUM_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '未知坐标系“{given}”，可用 WGS84、CGCS2000、GCJ02',
    en: 'unknown datum "{given}"; known are WGS84, CGCS2000, GCJ02',
  },
  POSITION_OUTSIDE_CHINA: {
    status: 422,
    retryable: false,
    zh: '坐标（{lon}, {lat}）不在中国境内',
    en: 'position ({lon}, {lat}) lies outside China',
  },
  POSITION_FAR_FROM_KEY_UNIT: {
    status: 422,
    retryable: false,
    zh: '坐标距重点单位 {distance} 米，超过 {limit} 米',
    en: 'the position is {distance} m from the key unit, more than {limit} m',
  },
  POINT_NUMBER_REPEATED: {
    status: 422,
    retryable: false,
    zh: '检测点编号“{number}”重复',
    en: 'test point number "{number}" is used twice',
  },
  ACTIVITY_TOO_LONG: {
    status: 422,
    retryable: false,
    zh: '一次检测活动不得超过 {days} 天，请分次填报',
    en: 'one activity lasts at most {days} days; report longer work as several',
  },
  UNIT_WRONG: {
    status: 422,
    retryable: false,
    zh: '{item} 的计量单位应为 {expected}，实际为 {given}',
    en: '{item} is measured in {expected}, not in {given}',
  },
  VALUE_NEGATIVE: {
    status: 422,
    retryable: false,
    zh: '实测值不可能为负：{given}',
    en: 'a measured value cannot be negative: {given}',
  },
  ACTIVITY_IN_FUTURE: {
    status: 422,
    retryable: false,
    zh: '检测活动结束时间 {endedAt} 晚于当前时间',
    en: 'the activity ends in the future: {endedAt}',
  },
  STRUCTURE_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '检测点引用了未列出的单体“{structure}”',
    en: 'the test point names structure "{structure}", which is not listed',
  },
  CSR_INVALID: {
    status: 422,
    retryable: false,
    zh: '证书请求无效：{reason}',
    en: 'the certificate request is not acceptable: {reason}',
  },
} as const satisfies Record<string, CatalogueEntry>;
