/** Holds sources against the rules and lists every place that breaks one. */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type Import, importsOf } from './imports.js';
import {
  drawers,
  entrances,
  type FolderRule,
  folders,
  mostLines,
  type NameRule,
  names,
  ownEntrance,
  packages,
} from './rules.js';
import { type Token, tokensOf } from './tokens.js';

export interface Source {
  /** From the root, with slashes, e.g. `src/edoc/limits.ts`. */
  readonly path: string;
  readonly text: string;
}

/** `path:line rule: what; reason` */
export type Violation = string;

export function violationsOf(source: Source): Violation[] {
  const tokens = tokensOf(source.text);
  const found = [...checkName(source), ...checkSize(source)];
  const folder = folderOf(source.path);
  if (folder === undefined) return found;
  const rule = folders[folder];
  if (rule === undefined)
    return [
      ...found,
      violation(source, 1, 'folder', `${folder} is not in the table`, 'each folder says what it may import'),
    ];
  return [
    ...found,
    ...checkOpening(source, folder),
    ...checkExports(source, tokens),
    ...importsOf(tokens).flatMap((one) => checkImport(source, folder, rule, one)),
    ...names.filter((one) => one.where.test(source.path)).flatMap((one) => checkNames(source, tokens, one)),
    ...checkNewDate(source, tokens),
  ];
}

/** The folder under `src`; a file beside them, such as `src/log.ts`, counts as a folder of its name. */
export function folderOf(path: string): string | undefined {
  return /^src\/([^/]+?)(\.ts|\/.*)$/.exec(path)?.[1];
}

function checkName(source: Source): Violation[] {
  const words = source.path.replace(/(\.test)?\.ts$/, '').split(/[/.-]/);
  const drawer = words.find((word) => drawers.includes(word));
  return drawer === undefined
    ? []
    : [violation(source, 1, 'name', `"${drawer}"`, 'a file has one subject and is named for it')];
}

function checkSize(source: Source): Violation[] {
  const lines = source.text.trimEnd().split('\n').length;
  return lines <= mostLines
    ? []
    : [violation(source, mostLines, 'size', `${lines} lines`, `a file has at most ${mostLines}`)];
}

function checkOpening(source: Source, folder: string): Violation[] {
  const needed = source.path === entranceOf(folder);
  return !needed || /^\/\*\*[\s\S]{40,}?\*\//.test(source.text)
    ? []
    : [
        violation(
          source,
          1,
          'opening',
          'no comment at the top',
          'an entrance opens with what its folder promises and refuses',
        ),
      ];
}

function checkExports(source: Source, tokens: readonly Token[]): Violation[] {
  const at = tokens.findIndex(
    (token, index) => token.value === 'export' && tokens[index + 1]?.value === 'default',
  );
  return at < 0
    ? []
    : [
        violation(
          source,
          tokens[at]?.line ?? 1,
          'default-export',
          'export default',
          'a thing has one name everywhere',
        ),
      ];
}

function checkImport(source: Source, folder: string, rule: FolderRule, one: Import): Violation[] {
  const at = (name: string, what: string, reason: string) => [
    violation(source, one.line, name, what, reason),
  ];
  const { specifier } = one;
  if (specifier === undefined)
    return at('computed-import', 'import() of a computed name', 'what is imported has to be seen');
  if (specifier.startsWith('.')) return checkRelative(source, folder, rule, one, specifier);
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    const allowed = rule.node === 'any' ? 'all' : rule.node[specifier];
    const permitted =
      allowed === 'all' || (one.names.length > 0 && one.names.every((name) => allowed?.includes(name)));
    return permitted ? [] : at('node-module', `${specifier} in ${folder}`, rule.reason);
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const allowance = packages.find((entry) => entry.packages.includes(name));
  if (allowance === undefined)
    return at('package', `${name} is not in the table`, 'each package says who may import it');
  return allowance.where.test(source.path)
    ? []
    : at('package', `${name} in ${source.path}`, allowance.reason);
}

function checkRelative(
  source: Source,
  folder: string,
  rule: FolderRule,
  one: Import,
  specifier: string,
): Violation[] {
  const at = (name: string, what: string, reason: string) => [
    violation(source, one.line, name, what, reason),
  ];
  const target = posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, '.ts');
  const other = folderOf(target);
  if (other === undefined) return at('outside', target, 'src imports nothing that is not deployed with it');
  if (other === folder) {
    const permitted = target !== entranceOf(folder) || (one.typesOnly && ownEntrance.from.test(source.path));
    return permitted
      ? []
      : at(
          'own-entrance',
          target,
          'inside a folder the entrance is imported by nobody: it leads in a circle',
        );
  }
  const allowed = rule.imports[other];
  if (allowed === undefined) return at('folder-import', `${folder} imports ${other}`, rule.reason);
  if (allowed === 'types' && !one.typesOnly)
    return at('types-only', `${folder} imports more than types of ${other}`, rule.reason);
  return target === entranceOf(other)
    ? []
    : at('entrance', target, `other folders import only ${entranceOf(other)}`);
}

function entranceOf(folder: string): string {
  return entrances[folder] ?? `src/${folder}/index.ts`;
}

function checkNames(source: Source, tokens: readonly Token[], rule: NameRule): Violation[] {
  if (rule.except?.test(source.path)) return [];
  return tokens.flatMap((token, index) => {
    const used = rule.names.find((name) => isUse(tokens, index, name.split('.')));
    return used === undefined ? [] : [violation(source, token.line, rule.rule, used, rule.reason)];
  });
}

/** `object.name` as it stands; a name alone where it is not somebody's property or the key of one. */
function isUse(tokens: readonly Token[], index: number, [head, member]: readonly string[]): boolean {
  const [before, token, next, after] = [
    tokens[index - 1],
    tokens[index],
    tokens[index + 1],
    tokens[index + 2],
  ];
  if (token?.kind !== 'name' || token.value !== head) return false;
  const isProperty =
    before?.value === '.' && !['globalThis', 'crypto', 'webcrypto'].includes(tokens[index - 2]?.value ?? '');
  if (isProperty) return false;
  return member === undefined
    ? next?.value !== ':' || before?.value === '?'
    : next?.value === '.' && after?.value === member;
}

function checkNewDate(source: Source, tokens: readonly Token[]): Violation[] {
  const rule = names.find((one) => one.rule === 'clock' && one.where.test(source.path));
  if (rule === undefined) return [];
  return tokens.flatMap((token, index) => {
    const [before, next, after] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    if (token.kind !== 'name' || token.value !== 'Date' || before?.value === '.') return [];
    const now = before?.value === 'new' ? next?.value !== '(' || after?.value === ')' : next?.value === '(';
    return now ? [violation(source, token.line, rule.rule, 'the present Date', rule.reason)] : [];
  });
}

function violation(source: Source, line: number, rule: string, what: string, reason: string): Violation {
  return `${source.path}:${line} ${rule}: ${what}; ${reason}`;
}
