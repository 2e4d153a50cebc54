import type { RouteId } from './routes.ts';

/** Entries of a page: where the client names no `limit`, and at most. */
export interface PageSize {
  readonly usual: number;
  readonly most: number;
}

/**
 * Routes that answer in pages, all the same way: `limit` and `cursor` in, `next` out. The usual page of a file fits 64 kB
 * (its records are about 1 kB), so that it costs 8 read units at most.
 */
export const pages = {
  findSubjects: { usual: 100, most: 200 },
  readFile: { usual: 40, most: 200 },
  readHistory: { usual: 200, most: 200 },
  readLedger: { usual: 500, most: 500 },
  readProofs: { usual: 100, most: 100 },
  listAnomalies: { usual: 100, most: 200 },
  listHazards: { usual: 100, most: 200 },
  listDevices: { usual: 100, most: 200 },
} as const satisfies Partial<Record<RouteId, PageSize>>;
export type ListRoute = keyof typeof pages;
