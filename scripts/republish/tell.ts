import * as z from 'zod';

/** An entry by its place in its file: all that the publisher has to be told. */
export interface EntryPlace {
  readonly subject: string;
  readonly sequence: number;
}
export interface Told {
  readonly told: number;
  readonly failed: readonly (EntryPlace & { readonly why: string })[];
}

/** Entries of one call: the publisher takes 100, has a minute, and puts them on the bus one after another. */
const atOnce = 50;
const place = { subject: z.string(), sequence: z.int() };
const answer = z.object({
  published: z.array(z.object(place)),
  notPublished: z.array(z.object({ ...place, reason: z.string() })),
});

/**
 * Has the publisher tell entries again: only its role may put events. It reads the records that an entry names and holds them
 * against their digests, as always. The order of the entries is kept. Whoever hears an event a second time finds its work done.
 */
export const tellAgain = async (
  callPublisher: (event: object) => Promise<unknown>,
  entries: readonly EntryPlace[],
  note: (told: number) => void = () => undefined,
  stop?: AbortSignal,
): Promise<Told> => {
  let told = 0;
  const failed: Told['failed'][number][] = [];
  for (let from = 0; from < entries.length; from += atOnce) {
    if (stop?.aborted === true) break;
    const some = entries.slice(from, from + atOnce).map(({ subject, sequence }) => ({ subject, sequence }));
    const given = answer.parse(await callPublisher({ republish: some }));
    told += given.published.length;
    failed.push(...given.notPublished.map(({ reason, ...one }) => ({ ...one, why: reason })));
    note(told);
  }
  return { told, failed };
};
