import type { ProblemCode } from '../kernel/problem.ts';
import { pages } from './pages.ts';
import type { Route, RouteId } from './routes.ts';

type Codes = readonly ProblemCode[];

/** What any route can answer instead; the gateway gives some of them before a function is asked. */
const always: Codes = ['THROTTLED', 'INTERNAL', 'UNAVAILABLE'];
const withToken: Codes = ['TOKEN_MISSING', 'FORBIDDEN'];
const list: Codes = ['FIELD_INVALID', 'CURSOR_INVALID'];
/** What any command can answer: its headers and body are wrong, or it was sent before. */
const command: Codes = [
  ...(['BODY_MISSING', 'BODY_NOT_JSON', 'BODY_NOT_UTF8', 'BODY_TOO_LARGE', 'CONTENT_TYPE'] as const),
  ...([
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_REUSED',
    'HEADER_MALFORMED',
    'PRECONDITION_FAILED',
  ] as const),
  ...(['FIELD_INVALID', 'FIELD_MISSING', 'FIELD_UNKNOWN', 'RECORD_CHANGED', 'SUBJECT_UNKNOWN'] as const),
];

const file: Codes = ['SUBJECT_UNKNOWN', 'NOT_FOUND'];
const purpose: Codes = ['FIELD_INVALID'];
const uscc: Codes = ['USCC_LENGTH', 'USCC_ALPHABET', 'USCC_CHECK'];
const position: Codes = ['DATUM_MISSING', 'DATUM_UNKNOWN', 'POSITION_OUTSIDE_CHINA', 'NUMBER_NOT_FINITE'];
const days: Codes = ['DAY_MALFORMED', 'DATES_OUT_OF_ORDER'];

/** What each route can refuse for reasons of its own. */
const own: Readonly<Record<RouteId, Codes>> = {
  registerSubject: [
    ...uscc,
    ...position,
    ...days,
    ...(['DIVISION_UNKNOWN', 'DIVISION_OTHER_PROVINCE', 'ALREADY_REGISTERED'] as const),
  ],
  findSubjects: [...uscc, 'QUERY_MISSING', 'SUPERVISION_CODE_FORM', 'SUPERVISION_CODE_CHECK', 'NOT_FOUND'],
  readFile: [...file, ...purpose, 'DAY_MALFORMED', 'DAY_IN_FUTURE', 'DAY_BEFORE_REGISTRATION'],
  readHistory: file,
  readLedger: file,
  readStatement: file,
  readProofs: file,
  registerTechnician: [
    ...days,
    ...(['PERSON_ID_LENGTH', 'PERSON_ID_FORM', 'PERSON_ID_DIVISION', 'PERSON_ID_BIRTH'] as const),
    ...(['PERSON_ID_CHECK', 'SUBJECT_WRONG_KIND', 'SUBJECT_MERGED', 'ALREADY_REGISTERED'] as const),
  ],
  registerInstrument: [...days, 'SUBJECT_WRONG_KIND', 'SUBJECT_MERGED', 'ALREADY_REGISTERED'],
  mergeSubjects: ['ID_MALFORMED', 'SUBJECT_WRONG_KIND', 'SUBJECT_MERGED'],
  reAliasSubject: [...uscc, 'SUBJECT_WRONG_KIND', 'SUBJECT_MERGED', 'ALREADY_REGISTERED'],
  erasePersonalData: ['ID_MALFORMED', 'NOT_FOUND', 'SUBJECT_WRONG_KIND', 'NOTHING_TO_ERASE'],
  submitReport: [
    ...position,
    ...days,
    ...(['ID_MALFORMED', 'INSTANT_MALFORMED', 'DECIMAL_MALFORMED', 'ACTIVITY_TOO_LONG'] as const),
    ...(['ACTIVITY_IN_FUTURE', 'POINT_NUMBER_REPEATED', 'STRUCTURE_UNKNOWN', 'UNIT_WRONG'] as const),
    ...(['VALUE_NEGATIVE', 'SUBJECT_WRONG_KIND', 'SUBJECT_ERASED', 'SUBJECT_MERGED'] as const),
    ...(['INSTRUMENT_UNKNOWN', 'POSITION_FAR_FROM_KEY_UNIT', 'REPORT_NUMBER_TAKEN'] as const),
  ],
  readReport: ['QUERY_MISSING', 'ID_MALFORMED', 'NOT_FOUND'],
  listAnomalies: file,
  readAnomaly: [...file, 'ID_MALFORMED'],
  decideAnomaly: ['ID_MALFORMED', 'NOT_FOUND', 'COMMAND_UNKNOWN', 'RECORD_WRONG_STATE'],
  listHazards: [...file, ...purpose],
  readHazard: [...file, ...purpose],
  commandHazard: [
    ...days,
    ...(['NOT_FOUND', 'COMMAND_UNKNOWN', 'RECORD_WRONG_STATE', 'SAME_PERSON', 'PARTY_RECHECK'] as const),
    ...(['PERSON_UNKNOWN', 'EXTENSION_USED', 'SUBJECT_MERGED'] as const),
  ],
  readCreditGrade: [...file, 'SUBJECT_WRONG_KIND'],
  registerDevice: ['CSR_INVALID', 'DECIMAL_MALFORMED', 'SUBJECT_WRONG_KIND', 'SUBJECT_MERGED'],
  listDevices: file,
  health: [],
  openapi: [],
};

/**
 * Every problem that a route can answer with, in the order of the alphabet. The stage of the tests throws when a function
 * gives one that its route does not list.
 */
export const refusalsOf = (route: Route): Codes => {
  const known = Object.entries(own).find(([id]) => id === route.id)?.[1] ?? [];
  const all = [
    ...always,
    ...(route.open === true ? [] : withToken),
    ...(route.id in pages ? list : []),
    ...(route.method === 'POST' ? command : []),
    ...known,
  ];
  return [...new Set(all)].toSorted();
};
