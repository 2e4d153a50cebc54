interface Entry {
  readonly status: number;
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
}

/**
 * Every refusal that a client can meet: stable code, HTTP status, whether the same request may succeed later, and one
 * sentence in each language. `{name}` is filled in from the case at hand.
 */
export const catalogue = {
  BODY_MISSING: { status: 400, retryable: false, zh: '缺少请求正文', en: 'the request has no body' },
  BODY_NOT_JSON: {
    status: 400,
    retryable: false,
    zh: '请求正文不是有效的 JSON：{reason}',
    en: 'the request body is not valid JSON: {reason}',
  },
  BODY_TOO_LARGE: {
    status: 413,
    retryable: false,
    zh: '请求正文 {bytes} 字节，超过上限 {limit} 字节',
    en: 'the request body has {bytes} bytes, the limit is {limit}',
  },
  CONTENT_TYPE: {
    status: 415,
    retryable: false,
    zh: '内容类型应为 application/json，实际为 {given}',
    en: 'the content type must be application/json, it is {given}',
  },
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
  USCC_ORGANISATION_DIGIT: {
    status: 422,
    retryable: false,
    zh: '组织机构代码校验位按 GB 11714-1997 应为 {expected}，实际为 {given}（仅提示）',
    en: 'the digit of the organisation code should be {expected} by GB 11714-1997, found {given} (a warning only)',
  },
  USCC_KIND_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '登记管理部门与机构类别“{given}”不在 GB 32100-2015 表中（仅提示）',
    en: 'registering authority and kind "{given}" are not in the table of GB 32100-2015 (a warning only)',
  },
  USCC_DIVISION_FORM: {
    status: 422,
    retryable: false,
    zh: '登记机关行政区划部分“{given}”不是六位数字（仅提示）',
    en: 'the division part "{given}" is not six digits (a warning only)',
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
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    retryable: false,
    zh: '缺少 Idempotency-Key 请求头（8-64 个字母、数字、-、_）',
    en: 'the Idempotency-Key header is missing or malformed (8-64 letters, digits, -, _)',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    retryable: false,
    zh: '此 Idempotency-Key 已用于另一请求正文',
    en: 'this Idempotency-Key was used with another body',
  },
  TOKEN_MISSING: {
    status: 401,
    retryable: false,
    zh: '缺少访问令牌或令牌无效',
    en: 'the access token is missing or not valid',
  },
  FORBIDDEN: { status: 403, retryable: false, zh: '无权执行此操作：{reason}', en: 'not allowed: {reason}' },
  NOT_FOUND: { status: 404, retryable: false, zh: '未找到 {what}', en: '{what} not found' },
  SUBJECT_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '没有该监管对象：{id}',
    en: 'there is no such subject: {id}',
  },
  SUBJECT_ERASED: {
    status: 409,
    retryable: false,
    zh: '该监管对象的数据密钥已销毁，不能再写入：{id}',
    en: 'the data key of this subject was destroyed, nothing more can be written: {id}',
  },
  SUBJECT_WRONG_KIND: {
    status: 422,
    retryable: false,
    zh: '{id} 是 {found}，应为 {expected}',
    en: '{id} is a {found}, expected a {expected}',
  },
  INSTRUMENT_UNKNOWN: {
    status: 422,
    retryable: false,
    zh: '该检测机构没有此仪器：{id}',
    en: 'this organisation has no such instrument: {id}',
  },
  ALREADY_REGISTERED: {
    status: 409,
    retryable: false,
    zh: '已登记：{what}',
    en: 'already registered: {what}',
  },
  REPORT_NUMBER_TAKEN: {
    status: 409,
    retryable: false,
    zh: '报告编号 {number} 第 {volume} 册已存在：{report}',
    en: 'report number {number} volume {volume} exists already: {report}',
  },
  RECORD_MISSING: {
    status: 404,
    retryable: false,
    zh: '记录不存在：{id}',
    en: 'the record does not exist: {id}',
  },
  RECORD_WRONG_STATE: {
    status: 409,
    retryable: false,
    zh: '当前状态为 {state}，不能执行 {command}（可执行于：{allowed}）',
    en: 'the state is {state}; {command} is possible in: {allowed}',
  },
  RECORD_CHANGED: {
    status: 409,
    retryable: true,
    zh: '记录已被他人更改（版本 {found}），请重新读取后再试',
    en: 'somebody else was faster (version {found}): read again and repeat',
  },
  SAME_PERSON: {
    status: 409,
    retryable: false,
    zh: '复查须由两名不同人员进行',
    en: 'the two rechecks need two different people',
  },
  PARTY_RECHECK: {
    status: 403,
    retryable: false,
    zh: '整改方不得自行复查',
    en: 'the rectifying party may not recheck itself',
  },
  COMMAND_UNKNOWN: {
    status: 404,
    retryable: false,
    zh: '没有此命令“{command}”（可用：{known}）',
    en: 'there is no command "{command}" (known: {known})',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    retryable: false,
    zh: '没有此接口：{route}',
    en: 'there is no such route: {route}',
  },
  INTERNAL: {
    status: 500,
    retryable: true,
    zh: '系统内部错误，请凭请求编号联系运维',
    en: 'internal error; quote the request id to the operator',
  },
  UNAVAILABLE: {
    status: 503,
    retryable: true,
    zh: '服务暂不可用，请稍后重试',
    en: 'temporarily unavailable, try again later',
  },
} as const satisfies Record<string, Entry>;
