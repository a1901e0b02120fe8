/** Changes of signature dictionaries: what the byte range says, where the hole is and what is in it. */
import { mutateDer } from '../mutate-asn1.js';
import type { Random } from '../random.js';
import type { Mutation, Sample } from '../target.js';
import { replaced, type Span, spanOf } from './spans.js';

type Edit = (text: string, random: Random, corpus: readonly Sample[]) => string;

/** The numbers of a byte range, as far as it has four. */
function numbersOf(array: string): number[] {
  return (array.match(/\d+/g) ?? []).slice(0, 4).map(Number);
}

/** Other ranges: what a signer could have meant, and what somebody would like a reader to take. */
const otherRanges: readonly ((
  range: readonly number[],
  size: number,
  random: Random,
) => readonly (number | string)[])[] = [
  ([a = 0, b = 0, c = 0], size) => [a, b, c, size - c],
  ([a = 0, b = 0, c = 0, d = 0], _size, random) => [a, b, c, d + random.pick([-1, 1, 2, 100, -100])],
  ([a = 0, b = 0, c = 0, d = 0], _size, random) => [a, b + random.pick([-1, 1, 2]), c, d],
  ([a = 0, b = 0, c = 0, d = 0], _size, random) => {
    const by = random.pick([-1, 1, 2, 50]);
    return [a, b, c + by, d - by];
  },
  ([, b = 0, c = 0, d = 0]) => [1, b, c, d],
  ([a = 0, b = 0, c = 0, d = 0]) => [c, d, a, b],
  ([a = 0, b = 0]) => [a, b],
  ([a = 0, b = 0, c = 0, d = 0], size) => [a, b, c, d, size, 0],
  (_range, size) => [0, size, size, 0],
  (_range, size, random) => [0, random.below(size), random.below(size), random.below(size)],
  ([a = 0, b = 0, c = 0, d = 0]) => [a, `${b}.0`, c, `+${d}`],
  ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, `%\n${d}`],
  ([a = 0, b = 0, c = 0, d = 0]) => [a, `0${b}`, c, d],
  ([a = 0, b = 0, c = 0]) => [a, b, c, '5 0 R'],
  ([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, `[${d}]`],
  ([a = 0, b = 0, c = 0, d = 0]) => [a, b + 2 ** 32, c, d],
  ([a = 0, b = 0, c = 0]) => [a, b, c, '99999999999999999999'],
  () => ['-0', '-1', 'null', '()'],
  () => [],
];

/** Of the same length where it can be, so that the rest of the file stays where it is. */
const changeRange: Edit = (text, random) => {
  const span = spanOf(text, 'byteRange', random);
  if (!span) return text;
  const old = text.slice(span.start, span.end);
  const numbers = random.pick(otherRanges)(numbersOf(old), text.length, random);
  return replaced(text, span, `/ByteRange [${numbers.join(' ')}]`.padEnd(old.length));
};

/** Octets are put behind the hole, and the range is moved over them: none of what was signed has changed but the range. */
const moveRange: Edit = (text, random) => {
  const [span, hole] = [spanOf(text, 'byteRange', random), spanOf(text, 'contents', random)];
  if (!span || !hole || hole.start < span.end) return text;
  const stranger = `/X (${'x'.repeat(random.below(200))})`;
  const [a = 0, b = 0, c = 0, d = 0] = numbersOf(text.slice(span.start, span.end));
  const moved = replaced(text, { start: hole.end, end: hole.end }, stranger);
  const range = `/ByteRange [${a} ${b} ${c + stranger.length} ${d}]`;
  return replaced(moved, span, range.padEnd(span.end - span.start));
};

const rangeWords: readonly string[] = [
  '/ByteRange [0 1 2 3] ',
  '/Byte#52ange [0 1 2 3] ',
  '/byterange [0 1 2 3] ',
  '/ByteRange null ',
  '/ByteRange 9 0 R ',
  '/Contents <00> ',
  '/Contents () ',
  '/Contents 9 0 R ',
  '/Cont#65nts <00> ',
  '/SubFilter /ETSI.RFC3161 ',
  '/SubFilter [/adbe.pkcs7.detached] ',
  '/SubFilter /adbe#2Epkcs7.detached ',
  '/Sub#46ilter /adbe.x509.rsa_sha1 ',
  '/Filter /Standard ',
  '/Encrypt 9 0 R ',
  '% ',
  '(',
  '<< ',
  '[ ',
  '<',
];

const addWord: Edit = (text, random) => {
  const span = spanOf(text, random.pick(['byteRange', 'contents']), random);
  if (!span) return text;
  const at = random.chance(2) ? span.start : span.end;
  return replaced(text, { start: at, end: at }, random.pick(rangeWords));
};

/** Anywhere in the value: another digit, an end, white space, what is no digit. */
const changeHole: Edit = (text, random) => {
  const span = spanOf(text, 'contents', random);
  if (!span) return text;
  const at = random.pick([
    text.indexOf('<', span.start),
    span.end - 2,
    span.start + random.below(span.end - span.start),
  ]);
  const piece = random.pick([
    '0',
    'f',
    '00',
    '>',
    '<',
    '> /X <',
    '>>',
    ' ',
    '\n',
    '%',
    'zz',
    '<>',
    '01',
    '\0',
    '/ByteRange [0 1 2 3]',
  ]);
  const end = random.chance(3) ? at : at + piece.length;
  return replaced(text, { start: at, end }, piece);
};

const otherCase: Edit = (text, random) => {
  const span = spanOf(text, 'contents', random);
  if (!span) return text;
  const open = text.indexOf('<', span.start);
  return replaced(text, { start: open, end: span.end }, text.slice(open, span.end).toUpperCase());
};

/** The value as DER, and what fills up its place. */
function valueIn(text: string, span: Span): Buffer {
  const digits = text.slice(text.indexOf('<', span.start) + 1, span.end - 1);
  return Buffer.from(digits.replace(/(?:00)+$/, ''), 'hex');
}

function withValue(text: string, span: Span, value: Buffer, fill = '0'): string {
  const open = text.indexOf('<', span.start) + 1;
  return replaced(
    text,
    { start: open, end: span.end - 1 },
    value.toString('hex').padEnd(span.end - 1 - open, fill),
  );
}

function valueFrom(corpus: readonly Sample[], random: Random): Buffer | undefined {
  const other = random.pick(corpus).octets.toString('latin1');
  const span = spanOf(other, 'contents', random);
  return span && valueIn(other, span);
}

const changeValue: Edit = (text, random, corpus) => {
  const span = spanOf(text, 'contents', random);
  if (!span) return text;
  const other = valueFrom(corpus, random);
  return withValue(text, span, mutateDer(valueIn(text, span), random, other ? [other] : []));
};

const otherValue: Edit = (text, random, corpus) => {
  const span = spanOf(text, 'contents', random);
  const value = valueFrom(corpus, random);
  return span && value ? withValue(text, span, value) : text;
};

const otherFilling: Edit = (text, random) => {
  const span = spanOf(text, 'contents', random);
  return span ? withValue(text, span, valueIn(text, span), random.pick(['0', 'f', '1'])) : text;
};

/** The octets of a file as characters, and back. */
export function overText(edit: Edit): Mutation {
  return (input, random, corpus) => Buffer.from(edit(input.toString('latin1'), random, corpus), 'latin1');
}

export const signatureMutations: readonly Mutation[] = [
  ...[changeRange, changeRange, moveRange, addWord, addWord, changeHole, changeHole, otherCase],
  ...[changeValue, changeValue, otherValue, otherFilling],
].map(overText);
