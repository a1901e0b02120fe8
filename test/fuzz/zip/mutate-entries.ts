/**
 * Changes of an archive as a list of entries: it is read, something in the list is changed, and it is written anew with all
 * that fits, or with headers that say different things of one entry. So changes come past the archive into what is in it.
 */
import {
  endRecord,
  type RawEntry,
  type RawZip,
  rawZip,
  zip64End,
} from '../../../scripts/container-vectors/raw-zip.js';
import type { Random } from '../random.js';
import type { Mutation } from '../target.js';
import {
  type Context,
  contentEdits,
  type EntryEdit,
  entriesOf,
  nameOf,
  otherName,
  otherNames,
  packingEdits,
} from './entry-edits.js';

type EntriesEdit = (entries: readonly RawEntry[], context: Context) => readonly RawEntry[];

function onOne(edits: readonly EntryEdit[]): EntriesEdit {
  return (entries, context) => {
    const chosen = context.random.below(entries.length);
    const edit = context.random.pick(edits);
    return entries.map((entry, index) =>
      index === chosen ? { ...entry, ...edit(entry, context, entries) } : entry,
    );
  };
}

const insertOne = (entries: readonly RawEntry[], entry: RawEntry, { random }: Context) =>
  entries.toSpliced(random.below(entries.length + 1), 0, entry);

const listEdits: readonly EntriesEdit[] = [
  (entries, { random }) => entries.toSpliced(random.below(entries.length), 1),
  (entries, context) => insertOne(entries, context.random.pick(entries), context),
  // Twice the same name, with other octets.
  (entries, context) => {
    const { random } = context;
    return insertOne(entries, { ...random.pick(entries), content: random.pick(entries).content }, context);
  },
  (entries, context) => {
    const name = context.random.pick(otherNames)(nameOf(context.random.pick(entries)), context, entries);
    return insertOne(entries, { ...context.random.pick(entries), name }, context);
  },
  (entries, context) => {
    const others = entriesOf(context.random.pick(context.corpus).octets);
    return others.length > 0 ? insertOne(entries, context.random.pick(others), context) : entries;
  },
  (entries) => entries.toReversed(),
  (entries, { random }) => {
    const [one, other] = [random.below(entries.length), random.below(entries.length)];
    return entries.map(
      (entry, at) => (at === one ? entries[other] : at === other ? entries[one] : entry) ?? entry,
    );
  },
  // Two files change their names.
  (entries, { random }) => {
    const [one, other] = [random.pick(entries), random.pick(entries)];
    return entries.map((entry) =>
      entry === one ? { ...one, name: other.name } : entry === other ? { ...other, name: one.name } : entry,
    );
  },
  (entries, { random }) => Array.from({ length: random.below(40) }, () => random.pick(entries)),
];

/** Of the archive: what stands behind, before and between the entries and their directory. */
const archiveEdits: readonly ((random: Random, entries: number) => Omit<RawZip, 'entries'>)[] = [
  (random) => ({ comment: random.octets(random.length(64)) }),
  () => ({ comment: endRecord(0, 0, 0, Buffer.alloc(0)) }),
  (random) => ({ gap: random.octets(random.length(64)) }),
  (_random, entries) => ({ beforeEnd: (directory, at) => zip64End(entries, at - directory, directory, at) }),
  (_random, entries) => ({
    beforeEnd: (directory, at) => zip64End(entries, at - directory, directory, at),
    end: (end) => end.writeUInt32LE(0xffffffff, 16),
  }),
  (random) => ({
    beforeEnd: (directory, at) =>
      zip64End(random.below(20), at - directory, random.below(directory), at).subarray(random.below(76)),
  }),
  (random) => ({ end: (end) => end.writeUInt16LE(random.below(20), random.pick([4, 6, 8, 10])) }),
];

function rewriting(edit: EntriesEdit): Mutation {
  return (input, random, corpus) => {
    const entries = entriesOf(input);
    return entries.length === 0 ? input : written({ entries: edit(entries, { random, corpus }) }, input);
  };
}

const rewriteArchive: Mutation = (input, random) => {
  const entries = entriesOf(input);
  return written({ entries, ...random.pick(archiveEdits)(random, entries.length) }, input);
};

/** Numbers that no field can hold leave the input as it is. */
function written(zip: RawZip, input: Buffer): Buffer {
  try {
    return rawZip(zip);
  } catch (error) {
    if (error instanceof RangeError) return input;
    throw error;
  }
}

/** One archive behind another, or in another's entry. */
const joinArchives: Mutation = (input, random, corpus) => {
  const { octets } = random.pick(corpus);
  return Buffer.concat(random.chance(2) ? [input, octets] : [octets, input]);
};

/** Mostly of contents: an archive that is changed as such is seldom looked into. */
export const entryMutations: readonly Mutation[] = [
  ...Array.from({ length: 12 }, () => rewriting(onOne(contentEdits))),
  ...[packingEdits, packingEdits, packingEdits, [otherName]].map((edits) => rewriting(onOne(edits))),
  ...listEdits.map(rewriting),
  rewriteArchive,
  joinArchives,
];
