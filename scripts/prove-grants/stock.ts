import type * as z from 'zod';
import * as answers from '../../localstack/demo/answers.ts';
import { Broken, type Speaker } from '../../localstack/demo/scene.ts';
import { expectAnswer, until } from '../../localstack/demo/speaker.ts';
import { isId, type Id } from '../../shared/kernel/ids.ts';
import { reportBody, type Parties } from './material.ts';

export const hazardId = (text: string): Id<'haz'> => {
  if (!isId('haz', text)) throw new Broken(`not the id of a hazard: ${text}`);
  return text;
};

/** All pages of a list. */
export const everyPage = async <T extends { readonly next?: string | undefined }>(
  who: Speaker,
  path: string,
  schema: z.ZodType<T>,
): Promise<readonly T[]> => {
  const pages: T[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${next}`;
    const page = await expectAnswer(who.get(`${path}${cursor}`), 200, schema);
    pages.push(page);
    ({ next } = page);
  } while (next !== undefined);
  return pages;
};

/** Leads and hazards to use up, made by reports a few at a time; only those of whole runs, none that a trial left over. */
export const openStock = (
  { county, province, company }: Readonly<Record<'county' | 'province' | 'company', Speaker>>,
  parties: Parties,
) => {
  const report = async (kind: 'failed' | 'contradictory', points: number): Promise<string> => {
    const body = reportBody(parties, kind, points);
    return (await expectAnswer(company.post('/v1/reports', body), 202, answers.received)).id;
  };
  /** Leads come one from a report. */
  const moreLeads = async (count = 8): Promise<readonly string[]> => {
    const reports: string[] = [];
    for (let made = 0; made < count; made += 1) reports.push(await report('contradictory', 1));
    return await until('leads', async () => {
      const path = `/v1/subjects/${parties.organisation}/anomalies`;
      const pages = await everyPage(province, path, answers.anomalies);
      const fresh = pages
        .flatMap(({ anomalies }) => anomalies)
        .filter((one) => one.rule === 'R29' && reports.includes(one.report));
      return fresh.length < count ? undefined : fresh.map(({ id }) => id);
    });
  };
  /** Hazards come one from a failed point. */
  const moreHazards = async (count = 12): Promise<readonly Id<'haz'>[]> => {
    const id = await report('failed', count);
    return await until('hazards', async () => {
      const path = `/v1/subjects/${parties.keyUnit}/hazards?state=FOUND`;
      const pages = await everyPage(county, path, answers.hazards);
      const fresh = pages.flatMap(({ hazards }) => hazards).filter(({ origin }) => origin['report'] === id);
      return fresh.length < count ? undefined : fresh.map((one) => hazardId(one.id));
    });
  };
  const oneByOne = <T>(more: () => Promise<readonly T[]>): (() => Promise<T>) => {
    const kept: T[] = [];
    return async () => {
      if (kept.length === 0) kept.push(...(await more()));
      const one = kept.shift();
      if (one === undefined) throw new Broken('no material came');
      return one;
    };
  };
  return { leads: oneByOne(moreLeads), hazards: oneByOne(moreHazards) };
};
