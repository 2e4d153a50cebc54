import { valueProblems, type CatalogueEntry } from './problem-values.ts';

/**
 * Every refusal that a client can meet: stable code, HTTP status, whether the same request may succeed later, and one
 * sentence in each language. `{name}` is filled in from the case at hand. Those about single values stand in
 * problem-values.ts.
 */
export const catalogue = {
  ...valueProblems,
  BODY_MISSING: { status: 400, retryable: false, zh: '缺少请求正文', en: 'the request has no body' },
  BODY_NOT_JSON: {
    status: 400,
    retryable: false,
    zh: '请求正文不是有效的 JSON：{reason}',
    en: 'the request body is not valid JSON: {reason}',
  },
  BODY_NOT_UTF8: {
    status: 400,
    retryable: false,
    zh: '请求正文不是 UTF-8 编码（GBK 等编码请先转换）',
    en: 'the request body is not UTF-8 (convert GBK and the like first)',
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
  QUERY_MISSING: {
    status: 400,
    retryable: false,
    zh: '缺少查询参数 {name}',
    en: 'the query parameter {name} is missing',
  },
  HEADER_MALFORMED: {
    status: 400,
    retryable: false,
    zh: '请求头 {name} 的格式有误',
    en: 'the header {name} is malformed',
  },
  CURSOR_INVALID: {
    status: 422,
    retryable: false,
    zh: 'cursor 不是本列表给出的翻页标记：请原样传回上一页的 next，查询条件不变',
    en: 'the cursor is none that this list gave: send the `next` of the page before as it is, with the same query',
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
  FORBIDDEN: {
    status: 403,
    retryable: false,
    zh: '无权执行此操作：{reason}（本操作限监管该对象的机构、其上级机构或该对象本身）',
    en: 'not allowed: {reason} (this is for the office that supervises the subject, those above it, or the subject itself)',
  },
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
  SUBJECT_MERGED: {
    status: 409,
    retryable: false,
    zh: '监管对象 {id} 已并入 {into}，请改用后者',
    en: '{id} was merged into {into}: use that one',
  },
  NOTHING_TO_ERASE: {
    status: 409,
    retryable: false,
    zh: '此处没有可删除的个人信息（或已删除）',
    en: 'there are no personal data here to erase, or they were erased already',
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
  RECORD_EXPIRED: {
    status: 409,
    retryable: false,
    zh: '已过有效期：{id}（有效至 {until}）',
    en: 'expired: {id} (valid until {until})',
  },
  RECORD_CHANGED: {
    status: 409,
    retryable: true,
    zh: '记录已被他人更改（版本 {found}），请重新读取后再试',
    en: 'somebody else was faster (version {found}): read again and repeat',
  },
  PRECONDITION_FAILED: {
    status: 412,
    retryable: false,
    zh: '记录已不是 If-Match 所指的版本：请重新读取后再决定，未作任何更改',
    en: 'the record is not in the version that If-Match names: read it again before you decide; nothing was changed',
  },
  SAME_PERSON: {
    status: 409,
    retryable: false,
    zh: '复查须由两名不同人员进行',
    en: 'the two rechecks need two different people',
  },
  EXTENSION_USED: {
    status: 409,
    retryable: false,
    zh: '本阶段期限已延长过一次，不能再次延长',
    en: 'the date of this state was extended once already',
  },
  PERSON_UNKNOWN: {
    status: 403,
    retryable: false,
    zh: '令牌未表明具体人员（person），无法确认两次复查由不同人员进行',
    en: 'the token names no person, so two rechecks cannot be told to be by two people',
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
  THROTTLED: {
    status: 429,
    retryable: true,
    zh: '请求过于频繁，请稍候再试',
    en: 'too many requests: wait a little and repeat',
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
} as const satisfies Record<string, CatalogueEntry>;
