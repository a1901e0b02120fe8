/**
 * A reader of TypeScript's tokens: enough to see imports and names, and not to see them in comments, strings and
 * regular expressions. (The compiler's own scanner is not a stable interface of TypeScript 7.)
 */

export interface Token {
  readonly kind: 'name' | 'string' | 'mark';
  /** A name, the content of a string, or one character. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const space = /\s+/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const name = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;
const string = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y;
const templatePart = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const beforeRegex = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'await',
  'yield',
  'throw',
  'delete',
  'void',
]);

export function tokensOf(text: string): Token[] {
  return new Reader(text).read();
}

class Reader {
  private readonly tokens: Token[] = [];
  private at = 0;
  private line = 1;
  /** For each template that we are inside of: how many braces are open in its present `${}`. */
  private readonly templates: number[] = [];

  constructor(private readonly text: string) {}

  read(): Token[] {
    while (this.at < this.text.length) this.readOne();
    return this.tokens;
  }

  private readOne(): void {
    if (this.skip(space) || this.skip(comment)) return;
    if (this.mayBeRegex() && this.skip(regex)) this.add('mark', '/');
    else if (!this.readWord()) this.readMark();
  }

  private readWord(): boolean {
    const quoted = this.take(string);
    const word = quoted ?? this.take(name);
    if (quoted !== undefined) this.add('string', quoted[1] ?? quoted[2] ?? '');
    else if (word !== undefined) this.add('name', word[0]);
    else if (this.skip(number)) this.add('mark', '0');
    else return false;
    return true;
  }

  private readMark(): void {
    const mark = this.text.charAt(this.at);
    const depth = this.templates.at(-1);
    this.at += 1;
    if (mark === '}' && depth === 0) this.templates.pop();
    if (mark === '`' || (mark === '}' && depth === 0)) {
      this.readTemplate();
      return;
    }
    if (depth !== undefined && (mark === '{' || mark === '}')) {
      this.templates[this.templates.length - 1] = depth + (mark === '{' ? 1 : -1);
    }
    this.add('mark', mark);
  }

  /** From behind a backtick, or the brace that ends a substitution, to the next substitution or the end. */
  private readTemplate(): void {
    const words = this.take(templatePart)?.[0] ?? '';
    if (this.text.startsWith('${', this.at)) {
      this.at += 2;
      this.templates.push(0);
      this.add('mark', '`');
    } else {
      this.at += 1;
      this.add('string', words);
    }
  }

  private mayBeRegex(): boolean {
    const last = this.tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'name') return beforeRegex.has(last.value);
    return last.kind === 'mark' && !['0', ')', ']', '}', '/'].includes(last.value);
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    this.line += found[0].split('\n').length - 1;
    return found;
  }

  private skip(pattern: RegExp): boolean {
    return this.take(pattern) !== undefined;
  }

  private add(kind: Token['kind'], value: string): void {
    this.tokens.push({ kind, value, line: this.line });
  }
}
