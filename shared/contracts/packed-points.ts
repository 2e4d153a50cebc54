import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { canonicalJson, toJson } from '../kernel/canonical.ts';
import { reportDetails, type Report, type ReportDetails, type ReportSummary } from './entities.ts';
import { testPoint, type TestPoint } from './report.ts';

/** First byte of packed points: tells how the rest is encoded, for as long as any file keeps such points. */
const gzippedReport = 2;

/** What one item keeps of a report beside its summary. */
export interface Packed {
  readonly details: ReportDetails;
  readonly points: readonly TestPoint[];
}
const packed = z.object({ details: reportDetails, points: z.array(testPoint) });

/**
 * Packs the points and details of a report for one item: a version byte, then gzipped canonical JSON. Equal members of
 * neighbouring points compress to almost nothing; 100 points and the details take about 1.4 KB.
 */
export const packPoints = ({ details, points }: Packed): Uint8Array =>
  Buffer.concat([
    Buffer.from([gzippedReport]),
    gzipSync(canonicalJson(toJson({ details, points })), { level: 9 }),
  ]);

/** Unpacks points and details. Throws on an encoding that this version does not know: it must not guess. */
export const unpackPoints = (bytes: Uint8Array): Packed => {
  if (bytes[0] !== gzippedReport)
    throw new Error(`packed points use encoding ${bytes[0] ?? 'none'}, unknown here`);
  return packed.parse(JSON.parse(gunzipSync(bytes.subarray(1)).toString('utf8')));
};

/** The report as it was submitted, its points aside. */
export const wholeReport = (summary: ReportSummary, details: ReportDetails): Report => {
  const { technicians, instruments, ...rest } = details;
  return { ...summary, ...rest, activity: { ...summary.activity, technicians, instruments } };
};
