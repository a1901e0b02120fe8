/** Changes of octets that know nothing of what they mean, and changes of the encoding of a text. */
import type { Random } from './random.js';
import type { Mutation } from './target.js';

/** Octets at which readers decide. */
const telling = [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x26, 0x3c, 0x3e, 0x2f, 0x7f, 0x80, 0xc0, 0xe1, 0xff];

const replaceRange = (input: Buffer, start: number, end: number, by: Uint8Array): Buffer =>
  Buffer.concat([input.subarray(0, start), by, input.subarray(end)]);

const flipBit: Mutation = (input, random) => {
  const octets = Buffer.from(input);
  const at = random.below(octets.length);
  octets[at] = (octets[at] ?? 0) ^ (1 << random.below(8));
  return octets;
};

const setOctet: Mutation = (input, random) => {
  const octets = Buffer.from(input);
  octets[random.below(octets.length)] = random.pick(telling);
  return octets;
};

const insert: Mutation = (input, random) => {
  const at = random.below(input.length + 1);
  const count = random.length(64);
  const octets = random.chance(2) ? random.octets(count) : Buffer.alloc(count, random.pick(telling));
  return replaceRange(input, at, at, octets);
};

const remove: Mutation = (input, random) => {
  const at = random.below(input.length);
  return replaceRange(input, at, at + random.length(256), Buffer.alloc(0));
};

const swap: Mutation = (input, random) => {
  const [one, other] = [random.below(input.length), random.below(input.length)].sort((a, b) => a - b);
  if (one === undefined || other === undefined) return input;
  const count = Math.min(random.length(64), other - one, input.length - other);
  const first = input.subarray(one, one + count);
  const second = input.subarray(other, other + count);
  return replaceRange(replaceRange(input, other, other + count, first), one, one + count, second);
};

const repeat: Mutation = (input, random) => {
  const at = random.below(input.length);
  const piece = input.subarray(at, at + random.length(512));
  const times = random.chance(50) ? random.below(2_000) : 1 + random.below(4);
  return replaceRange(input, at, at, Buffer.concat(Array.from({ length: times }, () => piece)));
};

const truncate: Mutation = (input, random) => input.subarray(0, random.below(input.length));

/** The beginning of one and the end of another, at the same place or not. */
const splice: Mutation = (input, random, corpus) => {
  const { octets } = random.pick(corpus);
  const at = random.below(input.length);
  const from = random.chance(2) ? at : random.below(octets.length);
  return Buffer.concat([input.subarray(0, at), octets.subarray(from)]);
};

const overlay: Mutation = (input, random, corpus) => {
  const { octets } = random.pick(corpus);
  const at = random.below(input.length);
  const piece = octets.subarray(random.below(octets.length)).subarray(0, random.length(512));
  return replaceRange(input, at, at + piece.length, piece);
};

export const octetMutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setOctet,
  insert,
  remove,
  swap,
  repeat,
  truncate,
  splice,
  overlay,
];

/** Characters that readers of text take in different ways. */
const characters = [
  '\0',
  '\r',
  '\r\n',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\u0085',
  '\u2028',
  '\u0301',
  '\u0316\u0301',
  '\u0301'.repeat(40),
  '\u1ee5\u0302',
  '\u{10ffff}',
  '\u{1f332}',
  '\u202e',
  '\u200b',
  'Ⅳ',
  'ﬁ',
  '가',
];

/** Octets that are not UTF-8, and overlong forms of `<`, `/` and NUL. */
const notUtf8 = ['c0bc', 'c0af', 'c080', 'e080bc', 'f08080bc', 'eda080', 'f4908080', 'ff', 'c3', 'e1bb'];

const insertCharacter: Mutation = (input, random) => {
  const at = random.below(input.length);
  return replaceRange(input, at, at, Buffer.from(random.pick(characters)));
};

const insertNotUtf8: Mutation = (input, random) => {
  const at = random.below(input.length);
  return replaceRange(input, at, at + random.below(2), Buffer.from(random.pick(notUtf8), 'hex'));
};

const encodings: readonly ((text: string, random: Random) => Buffer)[] = [
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.from(text.normalize('NFD')),
  (text) => Buffer.from(text.normalize('NFKC')),
  (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  (text, random) =>
    Buffer.from(text.replace('UTF-8', random.pick(['UTF-7', 'UTF-16', 'utf-8', 'EBCDIC-CP-US', '']))),
  (text) => Buffer.from(text.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-')),
];

const encodeAnew: Mutation = (input, random) => random.pick(encodings)(input.toString('utf8'), random);

export const encodingMutations: readonly Mutation[] = [
  insertCharacter,
  insertCharacter,
  insertNotUtf8,
  encodeAnew,
];
