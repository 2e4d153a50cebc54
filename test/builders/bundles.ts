import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.number(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
    }),
  ),
});
export interface Bundle {
  /** As the folder in `dist` is called: `report-intake-http`. */
  readonly name: string;
  /** Kilobytes are 1,000 bytes, minified. */
  readonly kilobytes: number;
  /** Kilobytes by package, or by folder of ours; the largest first. */
  readonly parts: readonly (readonly [string, number])[];
  /** Files of ours that are in it. */
  readonly sources: readonly string[];
}

const partOf = (path: string): string => {
  const inPackage = path.split('node_modules/').at(-1) ?? path;
  const steps = inPackage.split('/');
  if (!path.includes('node_modules/')) return path.endsWith('.json') ? path : steps.slice(0, 2).join('/');
  return steps.slice(0, inPackage.startsWith('@') ? 2 : 1).join('/');
};

/** What is in each bundle of a folder, by esbuild's metafile beside them. */
export const bundlesIn = (folder: string): readonly Bundle[] => {
  const { outputs } = metafile.parse(JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')));
  return Object.entries(outputs).map(([path, { bytes, inputs }]) => {
    const parts = new Map<string, number>();
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    for (const [input, { bytesInOutput }] of used)
      parts.set(partOf(input), (parts.get(partOf(input)) ?? 0) + bytesInOutput / 1000);
    return {
      name: path.split('/').at(-2) ?? '',
      kilobytes: bytes / 1000,
      parts: [...parts].toSorted(([, a], [, b]) => b - a),
      sources: used.map(([input]) => input).filter((input) => !input.includes('node_modules/')),
    };
  });
};

/** Clients of the SDK that a bundle carries, by their short names. */
export const clientsIn = ({ parts }: Bundle): readonly string[] =>
  parts.flatMap(([part]) => /^@aws-sdk\/client-(.+)$/.exec(part)?.[1] ?? []).toSorted();

/** Each bundle on a line, the largest first: its size, its clients, its largest parts. */
export const bundleTable = (bundles: readonly Bundle[]): string =>
  bundles
    .toSorted((a, b) => b.kilobytes - a.kilobytes)
    .map((one) => {
      const largest = one.parts
        .slice(0, 6)
        .map(([part, size]) => `${part.replace('@aws-sdk/', '')} ${size.toFixed(0)}`);
      const clients = clientsIn(one).join(' ') || 'no client';
      return `  ${one.kilobytes.toFixed(0).padStart(4)} kB  ${one.name.padEnd(28)} ${clients.padEnd(16)} ${largest.join(', ')}`;
    })
    .join('\n');
