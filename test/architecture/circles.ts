/** Files that import each other, directly or by way of others; types count, since who reads one file must read the other. */
import { posix } from 'node:path';
import type { Source } from './check.js';
import { importsOf } from './imports.js';
import { tokensOf } from './tokens.js';

/** Each as `a.ts > b.ts > a.ts`; of circles that share a file, one. */
export function circlesIn(sources: readonly Source[]): string[] {
  const imports = new Map(sources.map((source) => [source.path, importedBy(source)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) circles.push([...way.slice(at), path].join(' > '));
    if (at >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}

function importedBy({ path, text }: Source): string[] {
  return importsOf(tokensOf(text)).flatMap(({ specifier }) =>
    specifier?.startsWith('.') ? [posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')] : [],
  );
}
