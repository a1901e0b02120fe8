/** How many test vectors there are, for the table in `spec/vectors/README.md`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const countsStart = '<!-- counts: node dist/scripts/make-vector-counts.js -->\n';
export const countsEnd = '<!-- end of counts -->';

interface Counts {
  readonly group: string;
  readonly cases: number;
  readonly refused: number;
}

/** @param vectors the folder of the groups. */
export function countsOf(vectors: string): Counts[] {
  return foldersIn(vectors)
    .map((group) => {
      const expected = foldersIn(join(vectors, group))
        .map((name) => join(vectors, group, name, 'expect.json'))
        .filter(existsSync)
        .map((path): object => JSON.parse(readFileSync(path, 'utf8')));
      const refused = expected.filter((one) => 'code' in one || 'refused' in one);
      return { group, cases: expected.length, refused: refused.length };
    })
    .filter(({ cases }) => cases > 0);
}

export function countsTable(vectors: string): string {
  const all = countsOf(vectors);
  const sum = {
    group: 'all',
    cases: all.reduce((total, { cases }) => total + cases, 0),
    refused: all.reduce((total, { refused }) => total + refused, 0),
  };
  const lines = [...all, sum].map(
    ({ group, cases, refused }) =>
      `| ${group === 'all' ? group : `\`${group}\``} | ${cases} | ${cases - refused} | ${refused} |`,
  );
  return `| group | cases | taken | refused |\n|---|--:|--:|--:|\n${lines.join('\n')}\n`;
}

/** The text with its table written anew. @throws Error where it has no place for one. */
export function withCounts(text: string, vectors: string): string {
  const [from, to] = [text.indexOf(countsStart), text.indexOf(countsEnd)];
  if (from < 0 || to < from) throw new Error('no place for the counts');
  return text.slice(0, from) + countsStart + countsTable(vectors) + text.slice(to);
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
