/** Changes of the file around its signatures: objects, streams, cross-references, and revisions put behind all. */
import { deflateSync } from 'node:zlib';
import type { Random } from '../random.js';
import type { Mutation, Sample } from '../target.js';
import { overText } from './mutate-signatures.js';
import { type Form, replaced, spanOf } from './spans.js';

type Edit = (text: string, random: Random, corpus: readonly Sample[]) => string;

const objectForms: readonly Form[] = [
  'object',
  'dictionary',
  'entry',
  'stream',
  'table',
  'trailer',
  'revision',
  'end',
];

function over(
  form: Form | readonly Form[],
  change: (piece: string, random: Random, text: string) => string,
): Edit {
  return (text, random) => {
    const span = spanOf(text, typeof form === 'string' ? form : random.pick(form), random);
    return span ? replaced(text, span, change(text.slice(span.start, span.end), random, text)) : text;
  };
}

function pieceOf(text: string, form: Form, random: Random): string {
  const span = spanOf(text, form, random);
  return span ? text.slice(span.start, span.end) : '';
}

const objectStream = (content: string, random: Random): string => {
  const packed = random.chance(2) ? deflateSync(Buffer.from(content, 'latin1')).toString('latin1') : content;
  const filter = packed === content ? '' : '/Filter /FlateDecode ';
  return `9 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${filter}/Length ${packed.length} >>\nstream\n${packed}\nendstream\nendobj`;
};

const changePieces: readonly Edit[] = [
  over(objectForms, () => ''),
  over(objectForms, (piece) => piece + piece),
  over(objectForms, (_piece, random, text) => pieceOf(text, random.pick(objectForms), random)),
  over('object', (piece, random) => objectStream(piece, random)),
  over(['object', 'dictionary'], (piece) => `(${piece})`),
  over(['object', 'dictionary', 'entry'], (piece) => `% ${piece.replaceAll('\n', ' ')}\n`),
  over(
    ['dictionary', 'entry'],
    (piece, random) => '<< /A '.repeat(1 + random.below(40)) + piece + ' >>'.repeat(random.below(40)),
  ),
  over('dictionary', (piece, random) => '['.repeat(1 + random.below(3_000)) + piece),
  over('object', (piece, random) => piece.replace(/^\d+ \d+/, `${random.below(12)} ${random.below(2)}`)),
  over('object', (piece) => piece.replace(' obj', '\n%\nobj')),
  over('number', (piece, random) =>
    String(random.pick([0, -1, 1, Number(piece) + 1, 2 ** 31, 2 ** 53, random.below(20_000)])),
  ),
  over(
    'row',
    (_piece, random) =>
      `${String(random.below(20_000)).padStart(10, '0')} ${random.pick(['00000 n', '65535 f', '99999 n'])}`,
  ),
  over('end', (_piece, random, text) => `startxref\n${random.below(text.length)}\n%%EOF\n`),
  over('trailer', (piece, random, text) => piece.replace('>>', ` /Prev ${random.below(text.length)} >>`)),
  over('trailer', (piece) => piece.replace('>>', ' /Encrypt << /Filter /Standard /V 1 >> >>')),
  over(
    'text',
    (piece, random) =>
      `(${'\\'.repeat(random.below(3))}${random.pick(['\xfe\xff\0K', '\xef\xbb\xbf\xff', '('.repeat(40), '\\777', '\\\r\n', 'x'.repeat(2_000)])}${piece})`,
  ),
  over(
    'text',
    (_piece, random) =>
      `(D:${random.pick(['2026', '99999999999999', "20260601150000+99'99'", '20260601Z', ''])})`,
  ),
];

const signed = (text: string, random: Random) =>
  random.chance(2)
    ? pieceOf(text, 'object', random)
    : `8 0 obj\n<< /Type /Sig ${pieceOf(text, 'byteRange', random)}${pieceOf(text, 'contents', random)} >>\nendobj`;

/** What is put behind a file, where a signature does not reach. */
const additions: readonly ((text: string, random: Random, corpus: readonly Sample[]) => string)[] = [
  (_text, random) =>
    random.pick([
      '\n',
      '\r\n',
      ' ',
      '\0',
      '%',
      '%%EOF',
      '%%EOF\n',
      '\n%%EOF\n',
      '>',
      '<',
      ')',
      ']',
      '>>',
      'endobj',
      'stream\n',
      '1 0 obj',
    ]),
  (text, random) => pieceOf(text, 'revision', random),
  (text, random) =>
    `${pieceOf(text, 'object', random)}\n${pieceOf(text, 'table', random)}\n${pieceOf(text, 'end', random)}`,
  (text, random) => `${signed(text, random)}\n%%EOF\n`,
  (text, random) => `${objectStream(signed(text, random), random)}\n%%EOF\n`,
  // A catalogue and a page in the place of those that were signed.
  (text, random) =>
    `\n1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R /Prev ${random.below(text.length)} >>\nstartxref\n${text.length}\n%%EOF\n`,
  (_text, random) => '/ByteRange [0 '.repeat(random.below(300)),
  (_text, random) => '\n9 0 obj\n<< /ByteRange [0 1 2 3] /Contents <00> >>\nendobj'.repeat(random.below(60)),
  (_text, random) => 'obj '.repeat(random.below(2_000)) + '/SubFilter /'.repeat(random.below(20)),
  (_text, random) => `1 0 obj << /A (${'/ByteRange [0 '.repeat(random.below(400))}`,
  // Dictionaries that do not end, all of which each place may belong to.
  (_text, random) =>
    '1 0 obj << /K '.repeat(random.below(16)) +
    `/A (${'x'.repeat(30_000)}) `.repeat(random.below(random.chance(20) ? 32 : 2)) +
    '/ByteRange [0 '.repeat(random.below(200)),
  (_text, random, corpus) => random.pick(corpus).octets.toString('latin1'),
  (_text, random, corpus) => pieceOf(random.pick(corpus).octets.toString('latin1'), 'revision', random),
];

const append: Edit = (text, random, corpus) => text + random.pick(additions)(text, random, corpus);

const prepend: Edit = (text, random) =>
  random.pick([
    '\n',
    '%!PS\n',
    '\xef\xbb\xbf',
    ' '.repeat(1_020),
    '%PDF-1.3\n',
    '%PDF-1.7 /Linearized 1\n',
    '/ByteRange [0 1 2 3]\n',
  ]) + text;

/** One revision less: what was signed later falls away. */
const cutRevision: Edit = (text, random) => {
  const span = spanOf(text, 'end', random);
  return span ? text.slice(0, span.end - random.below(3)) : text;
};

const takeFromOther: Edit = (text, random, corpus) => {
  const form = random.pick(objectForms);
  const span = spanOf(text, form, random);
  const other = pieceOf(random.pick(corpus).octets.toString('latin1'), form, random);
  return span && other !== '' ? replaced(text, span, other) : text;
};

export const objectMutations: readonly Mutation[] = [
  ...changePieces,
  ...[append, append, append, append, prepend, cutRevision, cutRevision, takeFromOther],
].map(overText);
