import type * as z from 'zod';
import { decideAnomaly } from './anomaly.ts';
import { registerDevice } from './device.ts';
import { hazardCommands } from './hazard.ts';
import { registerInstrument, registerSubject, registerTechnician } from './registration.ts';
import { submitReport } from './report.ts';
import type { RouteId } from './routes.ts';

interface Described {
  readonly zh: string;
  readonly en: string;
  readonly body?: z.ZodType | Readonly<Record<string, z.ZodType>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly answers: 200 | 201 | 202;
}

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
    query: { code: 'unified social credit code (GB 32100-2015)' },
    answers: 200,
  },
  readFile: {
    zh: '读一企一档（现行记录）',
    en: "Read a subject's file (what is in force)",
    query: {
      form: '`stored`: records exactly as stored, for checking digests',
      after: 'where the page before ended',
    },
    answers: 200,
  },
  readLedger: {
    zh: '读档案的账本（哈希链）',
    en: "Read the file's ledger (hash chain)",
    query: { after: 'where the page before ended' },
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
  submitReport: { zh: '提交检测报告', en: 'Submit an inspection report', body: submitReport, answers: 202 },
  readReport: {
    zh: '读检测报告及检测点',
    en: 'Read a report with its points',
    query: { subject: 'key unit in whose file the report lies' },
    answers: 200,
  },
  listAnomalies: { zh: '列出检测报告线上异常', en: 'List report anomalies of an organisation', answers: 200 },
  decideAnomaly: {
    zh: '对异常线索作出决定（release、confirm、dismiss）',
    en: 'Decide about a lead (release, confirm, dismiss)',
    body: decideAnomaly,
    answers: 200,
  },
  listHazards: {
    zh: '列出隐患',
    en: 'List hazards of a key unit',
    query: {
      state: 'only those in this state',
      late: '`true`: only late ones',
      due: '`unset`: only those without a due date',
    },
    answers: 200,
  },
  readHazard: { zh: '读一条隐患', en: 'Read one hazard', answers: 200 },
  commandHazard: {
    zh: '办理隐患（查、整、消）',
    en: 'Handle a hazard (find, rectify, eliminate)',
    body: hazardCommands,
    answers: 200,
  },
  readCreditGrade: { zh: '读信用等级及其理由', en: 'Read the credit grade and its reasons', answers: 200 },
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
