/** What a file imports, in any of the ways there are: import, export … from, import(), require(). */
import type { Token } from './tokens.js';

export interface Import {
  /** Undefined where it is computed, and so cannot be known. */
  readonly specifier: string | undefined;
  /** True where nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
  /** The names taken; empty where all are (`* as`, default, import()). */
  readonly names: readonly string[];
  readonly line: number;
}

export function importsOf(tokens: readonly Token[]): Import[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || isMark(tokens[index - 1], '.')) return [];
    if (token.value === 'require') return required(tokens, index);
    if (token.value === 'import' && isMark(tokens[index + 1], '(')) return called(tokens, index);
    return token.value === 'import' || token.value === 'export' ? declared(tokens, index) : [];
  });
}

/** `import('x')`, also as a type; what has no literal is told as such. */
function called(tokens: readonly Token[], index: number): Import[] {
  const argument = tokens[index + 2];
  const literal = argument?.kind === 'string' && [')', ','].includes(tokens[index + 3]?.value ?? '');
  return [
    {
      specifier: literal ? argument.value : undefined,
      typesOnly: false,
      names: [],
      line: tokens[index]?.line ?? 0,
    },
  ];
}

/** `require('x')`; a function of one's own that has this name takes no bare literal. */
function required(tokens: readonly Token[], index: number): Import[] {
  const argument = tokens[index + 2];
  const literal =
    isMark(tokens[index + 1], '(') && argument?.kind === 'string' && isMark(tokens[index + 3], ')');
  return literal ? [{ specifier: argument.value, typesOnly: false, names: [], line: argument.line }] : [];
}

function declared(tokens: readonly Token[], index: number): Import[] {
  const clause: Token[] = [];
  for (const token of tokens.slice(index + 1)) {
    if (token.kind === 'string') {
      const last = clause.at(-1);
      const isImport = last === undefined ? tokens[index]?.value === 'import' : last.value === 'from';
      return isImport ? [{ specifier: token.value, ...clauseOf(clause.slice(0, -1)), line: token.line }] : [];
    }
    if (!belongsToClause(token)) return [];
    clause.push(token);
  }
  return [];
}

/** Between `import` or `export` and its `from` stand only names, commas, braces and an asterisk. */
function belongsToClause(token: Token): boolean {
  return token.kind === 'name' || ['{', '}', ',', '*'].includes(token.value);
}

function clauseOf(clause: readonly Token[]): Pick<Import, 'typesOnly' | 'names'> {
  const [first, second] = clause;
  const wholly =
    first?.value === 'type' && second !== undefined && second.value !== ',' && second.value !== 'from';
  const items = splitAtCommas(clause.filter(({ value }) => value !== '{' && value !== '}'));
  const taken = items.map((item) => item.filter(({ value }) => value !== 'type')[0]?.value ?? '');
  const typesOnly =
    wholly ||
    (first?.value === '{' &&
      items.length > 0 &&
      items.every(([head, next]) => head?.value === 'type' && next !== undefined));
  return { typesOnly, names: first?.value === '{' || second?.value === '{' ? taken : [] };
}

function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  for (const token of tokens) {
    if (token.value === ',') items.push([]);
    else items.at(-1)?.push(token);
  }
  return items.filter((item) => item.length > 0);
}

function isMark(token: Token | undefined, value: string): boolean {
  return token?.kind === 'mark' && token.value === value;
}
