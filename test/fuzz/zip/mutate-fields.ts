/** Changes of single fields of ZIP headers, wherever their marks stand: the rest of the archive stays as it is. */
import type { Random } from '../random.js';
import type { Mutation } from '../target.js';

interface Field {
  readonly offset: number;
  readonly bytes: 2 | 4 | 8;
}

/** Fields by the mark of their record (APPNOTE.TXT, 4.3). */
const records: readonly { readonly mark: Buffer; readonly fields: readonly Field[] }[] = [
  {
    mark: marked(3, 4),
    fields: fields([4, 2], [6, 2], [8, 2], [10, 2], [12, 2], [14, 4], [18, 4], [22, 4], [26, 2], [28, 2]),
  },
  {
    mark: marked(1, 2),
    fields: fields(
      ...([
        [4, 2],
        [6, 2],
        [8, 2],
        [10, 2],
        [12, 2],
        [14, 2],
        [16, 4],
        [20, 4],
        [24, 4],
      ] as const),
      ...([
        [28, 2],
        [30, 2],
        [32, 2],
        [34, 2],
        [36, 2],
        [38, 4],
        [42, 4],
      ] as const),
    ),
  },
  { mark: marked(5, 6), fields: fields([4, 2], [6, 2], [8, 2], [10, 2], [12, 4], [16, 4], [20, 2]) },
  { mark: marked(7, 8), fields: fields([4, 4], [8, 4], [12, 4]) },
  { mark: marked(6, 7), fields: fields([4, 4], [8, 8], [16, 4]) },
  {
    mark: marked(6, 6),
    fields: fields([4, 8], [12, 2], [14, 2], [16, 4], [20, 4], [24, 8], [32, 8], [40, 8], [48, 8]),
  },
];

function marked(one: number, other: number): Buffer {
  return Buffer.of(0x50, 0x4b, one, other);
}

function fields(...all: readonly (readonly [offset: number, bytes: 2 | 4 | 8])[]): Field[] {
  return all.map(([offset, bytes]) => ({ offset, bytes }));
}

/** Where one of the records stands, picked at random; undefined where there is none. */
function placeOf(zip: Buffer, mark: Buffer, random: Random): number | undefined {
  const places: number[] = [];
  for (let at = zip.indexOf(mark); at >= 0; at = zip.indexOf(mark, at + 1)) places.push(at);
  return places.length > 0 ? random.pick(places) : undefined;
}

function read(zip: Buffer, at: number, bytes: Field['bytes']): bigint {
  return bytes === 2
    ? BigInt(zip.readUInt16LE(at))
    : bytes === 4
      ? BigInt(zip.readUInt32LE(at))
      : zip.readBigUInt64LE(at);
}

function write(zip: Buffer, at: number, bytes: Field['bytes'], value: bigint): void {
  const fitting = BigInt.asUintN(8 * bytes, value);
  if (bytes === 2) zip.writeUInt16LE(Number(fitting), at);
  else if (bytes === 4) zip.writeUInt32LE(Number(fitting), at);
  else zip.writeBigUInt64LE(fitting, at);
}

const values: readonly ((old: bigint, random: Random) => bigint)[] = [
  () => 0n,
  () => 1n,
  () => -1n,
  (old) => old + 1n,
  (old) => old - 1n,
  (old) => -old,
  (old, random) => old ^ (1n << BigInt(random.below(32))),
  (old, random) => old + BigInt(random.pick([-46, -30, -22, 4, 12, 16, 22, 30, 46, 76])),
  (_old, random) => BigInt(random.next()),
  () => 0x7fff_ffffn,
  () => 0x7fff_ffff_ffff_ffffn,
];

const changeField: Mutation = (input, random) => {
  const { mark, fields: all } = random.pick(records);
  const at = placeOf(input, mark, random);
  const { offset, bytes } = random.pick(all);
  if (at === undefined || at + offset + bytes > input.length) return input;
  const changed = Buffer.from(input);
  write(changed, at + offset, bytes, random.pick(values)(read(input, at + offset, bytes), random));
  return changed;
};

/** The same field of another record of its kind: sizes, offsets and checksums of other entries. */
const copyField: Mutation = (input, random) => {
  const { mark, fields: all } = random.pick(records);
  const [to, from] = [placeOf(input, mark, random), placeOf(input, mark, random)];
  const { offset, bytes } = random.pick(all);
  if (to === undefined || from === undefined || Math.max(to, from) + offset + bytes > input.length)
    return input;
  const changed = Buffer.from(input);
  write(changed, to + offset, bytes, read(input, from + offset, bytes));
  return changed;
};

/** A whole record in the place of another one, or between others. */
const copyRecord: Mutation = (input, random) => {
  const { mark } = random.pick(records);
  const [to, from] = [placeOf(input, random.pick(records).mark, random), placeOf(input, mark, random)];
  if (to === undefined || from === undefined) return input;
  const record = input.subarray(from, from + random.pick([22, 30, 46, 56, 100]));
  const until = random.chance(2) ? to : Math.min(input.length, to + record.length);
  return Buffer.concat([input.subarray(0, to), record, input.subarray(until)]);
};

const changeMark: Mutation = (input, random) => {
  const at = placeOf(input, random.pick(records).mark, random);
  if (at === undefined) return input;
  const changed = Buffer.from(input);
  random.pick(records).mark.copy(changed, at);
  return changed;
};

export const fieldMutations: readonly Mutation[] = [
  changeField,
  changeField,
  changeField,
  copyField,
  copyRecord,
  changeMark,
];
