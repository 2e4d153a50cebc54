import type * as z from 'zod';
import { decideAnomaly } from './anomaly.ts';
import { registerDevice } from './device.ts';
import { hazardCommands } from './hazard.ts';
import { registerInstrument, registerSubject, registerTechnician } from './registration.ts';
import { submitReport } from './report.ts';
import type { RouteId } from './routes.ts';
import { erasePersonalData, mergeSubjects, reAliasSubject } from './subject-change.ts';

interface Described {
  readonly zh: string;
  readonly en: string;
  readonly body?: z.ZodType | Readonly<Record<string, z.ZodType>>;
  /** Query parameters and what they are for; `limit` and `cursor` of a list are added to them. */
  readonly query?: Readonly<Record<string, string>>;
  /** Those without which nothing is answered. */
  readonly required?: readonly string[];
  /** What `{command}` in the path may be. */
  readonly commands?: readonly string[];
  /** The answer is about one record and carries its ETag. */
  readonly etag?: true;
  readonly answers: 200 | 201 | 202;
}

const purpose =
  'for what personal data are opened: `SUPERVISION`, `CASE`, `COMPLAINT` or `CORRECTION`; without it they are withheld';

/** What each route is for and takes; OpenAPI is made from it and the list of routes. */
export const api: Readonly<Record<RouteId, Described>> = {
  registerSubject: {
    zh: '登记重点单位或检测机构',
    en: 'Register a key unit or an inspection organisation',
    body: registerSubject,
    answers: 201,
  },
  findSubjects: {
    zh: '按统一社会信用代码查监管对象',
    en: 'Find subjects by credit code',
    query: { code: 'unified social credit code (GB 32100-2015), or the supervision code of a site (LA…)' },
    required: ['code'],
    answers: 200,
  },
  readFile: {
    zh: '读一企一档（现行记录）',
    en: "Read a subject's file (what is in force)",
    query: {
      form: '`stored`: records exactly as stored, for checking digests',
      purpose,
      on: 'a past day (YYYY-MM-DD): the file as it was when that day ended in Beijing',
    },
    etag: true,
    answers: 200,
  },
  readHistory: {
    zh: '读档案的历史版本（原样）',
    en: "Read the superseded versions of the file's records, as stored",
    answers: 200,
  },
  readStatement: {
    zh: '读档案末尾的签名声明与最新签名树根',
    en: 'Read the signed statement about the end of the file, and the newest signed head',
    answers: 200,
  },
  readProofs: {
    zh: '读条目在全省账本树中的位置及其证明',
    en: "Read the places of the file's entries in the province's tree, with their proofs",
    query: {
      from: 'sequence of the first entry; 1 without it',
      size: 'size of the tree to whose head the paths lead; the newest signed one without it',
      since: 'size of an older tree: the proof that this one begins with it comes along',
    },
    answers: 200,
  },
  readLedger: {
    zh: '读档案的账本（哈希链）',
    en: "Read the file's ledger (hash chain)",
    answers: 200,
  },
  registerTechnician: {
    zh: '登记检测人员',
    en: 'Register a technician',
    body: registerTechnician,
    answers: 201,
  },
  registerInstrument: {
    zh: '登记检测仪器',
    en: 'Register an instrument',
    body: registerInstrument,
    answers: 201,
  },
  mergeSubjects: {
    zh: '合并重复登记的监管对象（两份档案均保留并互相链接）',
    en: 'Merge a subject that was registered twice; both files stay and name each other',
    body: mergeSubjects,
    answers: 200,
  },
  reAliasSubject: {
    zh: '变更统一社会信用代码或名称（原代码仍可查到，监管数字码不变）',
    en: 'Change credit code or name; the old code keeps answering, the supervision code stays',
    body: reAliasSubject,
    answers: 200,
  },
  erasePersonalData: {
    zh: '删除个人信息（销毁其数据密钥，链条不变）',
    en: 'Erase personal data: their data key is destroyed, the ledger stays whole',
    body: erasePersonalData,
    answers: 200,
  },
  submitReport: { zh: '提交检测报告', en: 'Submit an inspection report', body: submitReport, answers: 202 },
  readReport: {
    zh: '读检测报告及检测点',
    en: 'Read a report with its points',
    query: { subject: 'key unit in whose file the report lies' },
    required: ['subject'],
    etag: true,
    answers: 200,
  },
  listAnomalies: { zh: '列出检测报告线上异常', en: 'List report anomalies of an organisation', answers: 200 },
  readAnomaly: { zh: '读一条异常线索', en: 'Read one report anomaly', etag: true, answers: 200 },
  decideAnomaly: {
    zh: '对异常线索作出决定（release、confirm、dismiss）',
    en: 'Decide about a lead (release, confirm, dismiss)',
    body: decideAnomaly,
    commands: ['release', 'confirm', 'dismiss'],
    answers: 200,
  },
  listHazards: {
    zh: '列出隐患',
    en: 'List hazards of a key unit',
    query: {
      state: 'only those in this state',
      late: '`true`: only late ones',
      due: '`unset`: only those without a due date',
      purpose,
    },
    answers: 200,
  },
  readHazard: { zh: '读一条隐患', en: 'Read one hazard', query: { purpose }, etag: true, answers: 200 },
  commandHazard: {
    zh: '办理隐患（查、整、消）',
    en: 'Handle a hazard (find, rectify, eliminate)',
    body: hazardCommands,
    commands: Object.keys(hazardCommands),
    answers: 200,
  },
  readCreditGrade: {
    zh: '读信用等级及其理由',
    en: 'Read the credit grade and its reasons',
    etag: true,
    answers: 200,
  },
  registerDevice: {
    zh: '以证书请求登记监测设备',
    en: 'Register a monitoring device by certificate request',
    body: registerDevice,
    answers: 201,
  },
  listDevices: { zh: '列出设备及最新状态', en: 'List devices with their latest state', answers: 200 },
  health: { zh: '健康检查', en: 'Health, by one real read and one real decision', answers: 200 },
  openapi: { zh: '接口描述', en: 'This description', answers: 200 },
};
