import type { Finding } from './rules.ts';
import type { Source } from './source.ts';

/** Imports that lead back to where they began. Imports of types are gone when the program runs and make no ring. Each is told once. */
export const cycleFindings = (sources: readonly Source[]): readonly Finding[] => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const from = trail.indexOf(path);
    if (from !== -1) {
      findings.push({ path, rule: 'cycle', what: [...trail.slice(from), path].join(' → ') });
      return;
    }
    if (done.has(path)) return;
    for (const { file, typeOnly } of byPath.get(path)?.imports ?? [])
      if (file !== undefined && !typeOnly) visit(file, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return findings;
};
