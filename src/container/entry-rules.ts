/** What one entry of the central directory may say. Whether it is so is found where the entry stands, and where it is read. */
import type { Entry } from 'yauzl';
import { EdocError } from '../errors.js';
import { malformed, requireWithin } from './end.js';
import { deflated, flags, stored } from './form.js';
import { limits } from './limits.js';

const allowedFlags = flags.effort | flags.descriptor | flags.utf8;
const encryption = flags.encrypted | flags.strongEncryption | flags.maskedHeaders;

const zip64Field = 0x0001;
const largest = 0xffffffff;

/** In the upper half of the external attributes, where Unix has its modes. */
const unixType = 0xf000;
const unixFile = 0x8000;
/** Read-only, hidden, system, archive: what a plain file may have of MS-DOS's attributes. */
const plainDos = 0x27;

/**
 * @throws EdocError `container.encrypted`, `container.method`, `container.malformed`, `container.comment`,
 * `container.entry-type`, `container.extra-field`, `container.zip64`, `container.limit`, `container.bomb`, `container.header`
 */
export function checkEntry(entry: Entry, place: string): void {
  if ((entry.generalPurposeBitFlag & encryption) !== 0) throw new EdocError('container.encrypted', { place });
  const method = entry.compressionMethod;
  if (method !== stored && method !== deflated) {
    throw new EdocError('container.method', { place, detail: { method } });
  }
  if ((entry.generalPurposeBitFlag & ~allowedFlags) !== 0) throw malformed('flags');
  if (entry.fileCommentLength !== 0) throw new EdocError('container.comment', { place });
  checkType(entry, place);
  checkExtra(entry, place);
  checkSizes(entry, place);
}

function checkType({ externalFileAttributes: attributes }: Entry, place: string): void {
  const type = (attributes >>> 16) & unixType;
  const dos = attributes & 0xffff;
  if ((type !== 0 && type !== unixFile) || (dos & ~plainDos) !== 0) {
    throw new EdocError('container.entry-type', { place });
  }
}

/** The only extra field is ZIP64's, and it stands where one of its numbers needs it, with all three of them. */
function checkExtra(entry: Entry, place: string): void {
  const read = entry.extraFields.reduce((sum, { data }) => sum + 4 + data.length, 0);
  if (read !== entry.extraFieldRaw.length) throw malformed('extra field');
  const strange = entry.extraFields.find(({ id }) => id !== zip64Field);
  if (strange) throw new EdocError('container.extra-field', { place, detail: { id: strange.id } });
  const [field, ...more] = entry.extraFields;
  if (!field) return;
  const numbers = [entry.uncompressedSize, entry.compressedSize, entry.relativeOffsetOfLocalHeader];
  // Which of the three are taken from the field depends on the reader, so they must be the same there and here.
  const same =
    field.data.length === 24 &&
    numbers.every((number, index) => field.data.readBigUInt64LE(8 * index) === BigInt(number));
  if (more.length > 0 || !same || !numbers.some((number) => number >= largest)) {
    throw new EdocError('container.zip64', { place });
  }
}

function checkSizes({ compressionMethod, compressedSize, uncompressedSize }: Entry, place: string): void {
  requireWithin('entryBytes', uncompressedSize, limits.entryBytes, place);
  if (compressionMethod === stored && compressedSize !== uncompressedSize) {
    throw new EdocError('container.header', { place, detail: { field: 'size' } });
  }
  const growing =
    uncompressedSize > limits.ratioFromBytes && uncompressedSize > compressedSize * limits.ratio;
  if (growing) throw new EdocError('container.bomb', { place, detail: { max: limits.ratio } });
}

/** Whether the entry's descriptor has numbers of 64 bits. */
export function isLarge(entry: Entry): boolean {
  return entry.extraFields.some(({ id }) => id === zip64Field);
}
