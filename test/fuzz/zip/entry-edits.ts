/** Changes of one entry of an archive: its name, what its headers say of it, how it is packed, and what is in it. */
import { crc32 } from 'node:zlib';
import { extraField, type Header, type RawEntry } from '../../../scripts/container-vectors/raw-zip.js';
import { markupMutations } from '../mutations.js';
import type { Random } from '../random.js';
import type { Sample } from '../target.js';
import { contentOf, listedIn } from './views.js';

export interface Context {
  readonly random: Random;
  readonly corpus: readonly Sample[];
}

/** What is to be otherwise of an entry of those that there are. */
export type EntryEdit = (entry: RawEntry, context: Context, all: readonly RawEntry[]) => Partial<RawEntry>;

const deflated = 8;
const descriptor = 0x0008;

/** The entries as far as they can be read; what does not unpack stays packed and is said to be stored. */
export function entriesOf(zip: Buffer): RawEntry[] {
  return listedIn(zip).map((listed) => {
    const rest = {
      name: Buffer.from(listed.name),
      descriptor: (listed.flags & descriptor) !== 0,
      attributes: listed.attributes,
    };
    try {
      return { ...rest, content: contentOf(listed), deflated: listed.method === deflated };
    } catch {
      return { ...rest, content: listed.data };
    }
  });
}

const names = [
  'mimetype',
  'document.edxml',
  'message.xml',
  'META-INF/manifest.xml',
  'META-INF/signatures001.xml',
  'META-INF/signatures002.xml',
  'meta-inf/signatures001.xml',
  'META-INF/',
  'attachments/x',
  'attachments/',
  'receipts/x.xml',
  'statuses/x.edxml',
  'receipts/a/b.xml',
  '../document.edxml',
  '/document.edxml',
  './document.edxml',
  'attachments/../document.edxml',
  'C:document.edxml',
  'a\\b',
  '',
  '.',
  '..',
  'document.edxml\0.txt',
  'document.edxml ',
  'Document.edxml',
  'attachments/\u202etxt.exe',
  'receipts/bie\u0302n.xml',
  'x'.repeat(400),
  'document.edxml/',
  '\u017f',
  'attachments/\u212a',
  `attachments/${'\u0301'.repeat(40)}`,
];

export const nameOf = ({ name }: RawEntry) => (Buffer.isBuffer(name) ? name.toString('utf8') : name);

export const otherNames: readonly ((
  name: string,
  context: Context,
  all: readonly RawEntry[],
) => string | Buffer)[] = [
  (_name, { random }) => random.pick(names),
  (_name, { random }, all) => nameOf(random.pick(all)),
  (name) => name.toUpperCase(),
  (name) => name.normalize('NFD'),
  (name) => `${name}\0`,
  (name) => `./${name}`,
  (name) => name.replace('/', '\\'),
  (name) => name.replace('/', '//'),
  (name) => Buffer.from(name, 'latin1'),
  (name, { random }) =>
    `${name.slice(0, random.below(name.length))}${random.pick(['\u200b', '\u0301', '%2e', ' ', '\n', 'K'])}`,
];

const fieldNames = ['flags', 'method', 'crc', 'packed', 'size'] as const;
const extraFields: readonly ((entry: RawEntry) => Buffer)[] = [
  () => extraField(0x5455, Buffer.alloc(5)),
  () => extraField(0x0001, Buffer.alloc(24)),
  ({ content }) => extraField(0x0001, sizes64(content.length)),
  // The Unicode path of Info-ZIP: another name, with the checksum of the one in the header.
  (entry) =>
    extraField(
      0x7075,
      Buffer.concat([Buffer.of(1), uint32(crc32(nameOf(entry))), Buffer.from('receipts/x.xml')]),
    ),
  () => extraField(0x9901, Buffer.from('AE')),
  () => Buffer.of(1, 0, 255, 255),
  () => Buffer.of(0),
];

function sizes64(size: number): Buffer {
  const octets = Buffer.alloc(24);
  octets.writeBigUInt64LE(BigInt(size), 0);
  octets.writeBigUInt64LE(BigInt(size), 8);
  return octets;
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value >>> 0);
  return octets;
}

/** What one of the headers, or both, say otherwise than it is. */
const saying: EntryEdit = (entry, { random }) => {
  const which = random.pick(['says', 'local', 'central'] as const);
  const value = random.pick([0, 1, 8, 9, 12, 0x0801, 0x0008, 99, entry.content.length + 1, 0xffff]);
  const said: Partial<Header> = { [random.pick(fieldNames)]: value };
  return { [which]: { ...entry[which], ...said } };
};

const withExtra: EntryEdit = (entry, { random }) => {
  const extra = random.pick(extraFields)(entry);
  const field = random.pick(['says', 'local', 'central'] as const);
  const all = random.chance(4) ? { extra, size: 0xffffffff, packed: 0xffffffff } : { extra };
  return { [field]: { ...entry[field], ...all } };
};

export const otherName: EntryEdit = (entry, context, all) => {
  const name = context.random.pick(otherNames)(nameOf(entry), context, all);
  if (!context.random.chance(3)) return { name };
  const octets = Buffer.isBuffer(name) ? name : Buffer.from(name);
  return context.random.chance(2)
    ? { local: { ...entry.local, name: octets } }
    : { central: { ...entry.central, name: octets } };
};

export const contentEdits: readonly EntryEdit[] = [
  ({ content }, { random, corpus }) => ({ content: random.pick(markupMutations)(content, random, corpus) }),
  ({ content }, { random, corpus }) => ({ content: random.pick(markupMutations)(content, random, corpus) }),
  // The file of the same name, or any other, out of another container.
  (entry, { random, corpus }) => {
    const others = entriesOf(random.pick(corpus).octets);
    const same = others.filter((other) => nameOf(other) === nameOf(entry));
    const from = same.length > 0 && !random.chance(4) ? same : others;
    return from.length > 0 ? { content: random.pick(from).content } : {};
  },
  (_entry, { random }, all) => ({ content: random.pick(all).content }),
  ({ content }) => ({ content: Buffer.concat([content, Buffer.of(0x0a)]) }),
  () => ({ content: Buffer.alloc(0) }),
  (_entry, { random }) => ({ content: Buffer.alloc(random.below(300_000)), deflated: true }),
];

export const packingEdits: readonly EntryEdit[] = [
  ({ deflated: is = false }) => ({ deflated: !is }),
  ({ descriptor: is = false }) => ({ descriptor: !is }),
  saying,
  saying,
  withExtra,
  (_entry, { random }) => ({ comment: Buffer.from(random.pick(['x', 'PK\x05\x06'])) }),
  (_entry, { random }) => ({
    attributes: random.pick([0, 0x10, 0x20, 0x40000000, 0xa1ff0000, 0x41ed0000, 0x81a40020, 0xffffffff]),
  }),
  (_entry, { random }) => ({ gap: random.octets(1 + random.below(64)) }),
  (_entry, { random }) => {
    const by = random.pick([-40, -1, 1, 30, 0x7fffffff]);
    return { offset: (offset) => Math.max(0, offset + by) };
  },
  (_entry, { random }) => ({ offset: (_offset, reached) => random.below(reached + 1) }),
  () => ({ hidden: true }),
  (_entry, { random }) => ({ descriptor: true, descriptorCrc: random.next() }),
];
