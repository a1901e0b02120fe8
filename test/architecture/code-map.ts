/** The code map of ARCHITECTURE.md against the folders and files that are there. */

export interface CodeMap {
  /** Folders directly under `src`, and the files beside them, as `edoc/`, `log.ts`. */
  readonly named: readonly string[];
  /** Every path in backticks that begins with `src/`; a `*` stands for any part of a name. */
  readonly paths: readonly string[];
}

/** @param text ARCHITECTURE.md, whose section "Code map" names each folder in backticks as `src/edoc/`. */
export function codeMapOf(text: string): CodeMap {
  const section = /^## Code map\n([\s\S]*?)(?=^## )/m.exec(text)?.[1] ?? '';
  const paths = [...section.matchAll(/`(src\/[\w./*-]*)`/g)].map((match) => match[1] ?? '');
  const named = paths
    .filter((path) => /^src\/([\w-]+\/|[\w-]+\.ts)$/.test(path))
    .map((path) => path.slice('src/'.length));
  return { named: [...new Set(named)].sort(), paths };
}

/** Paths of the map that match no source, and folders of `src` that the map does not name. */
export function differencesOf(map: CodeMap, sources: readonly string[]): string[] {
  const gone = map.paths.filter((path) => !sources.some((source) => patternOf(path).test(source)));
  const present = new Set(
    sources
      .map((source) => /^src\/([\w-]+\/|[\w-]+\.ts$)/.exec(source)?.[1])
      .filter((name) => name !== undefined),
  );
  const unnamed = [...present].filter((name) => !map.named.includes(name));
  return [
    ...gone.map((path) => `${path} is named but not there`),
    ...unnamed.map((name) => `src/${name} is there but not named`),
  ];
}

function patternOf(path: string): RegExp {
  const pattern = path.replace(/[.\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${pattern}${path.endsWith('/') ? '' : '$'}`);
}
