/**
 * Opens a container for reading: every entry of the central directory is held against where it stands, and the file is
 * accounted for octet by octet, before anything in it is read. `spec/container.md`, section 2.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { EdocError } from '../errors.js';
import { contentOf } from './content.js';
import { type End, malformed, type ReadAt, readEnd, requireWithin } from './end.js';
import { checkEntry } from './entry-rules.js';
import { FileReader, readerAt } from './file-reader.js';
import { containerType, flags, mimetypeName, stored } from './form.js';
import { limits } from './limits.js';
import { checkLocal } from './local.js';
import { foldedName, readName } from './names.js';

export interface ContainerEntry {
  readonly name: string;
  /** Octets, as declared; {@link read} gives neither more nor less. */
  readonly size: number;
  /** @throws EdocError `container.size`, `container.crc` */
  read(): AsyncIterable<Buffer>;
}

export interface OpenContainer {
  /** In the order in which they stand, without `mimetype`. */
  readonly entries: readonly ContainerEntry[];
  close(): Promise<void>;
}

/** @throws EdocError `container.…`; what the system says of a file that cannot be opened */
export async function openContainer(path: string): Promise<OpenContainer> {
  const file = await open(path, 'r');
  try {
    return await readContainer(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Named {
  readonly name: string;
  readonly entry: Entry;
}

async function readContainer(file: FileHandle): Promise<OpenContainer> {
  const { size } = await file.stat();
  const readAt = readerAt(file);
  const end = await readEnd(readAt, size);
  const zip = await fromRandomAccessReaderPromise(new FileReader(readAt), size, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  }).catch((error: unknown) => {
    throw asMalformed(error);
  });
  const all = await readEntries(zip, end);
  checkNames(all);
  await checkPlaces(zip, readAt, all, end.directory);
  await checkMimetype(zip, all);
  return {
    entries: all.slice(1).map(({ name, entry }) => ({
      name,
      size: entry.uncompressedSize,
      read: () => contentOf(zip, entry, name),
    })),
    async close() {
      zip.close();
      await file.close();
    },
  };
}

/** In the order of the central directory. */
async function readEntries(zip: ZipFile, end: End): Promise<Named[]> {
  const all: Named[] = [];
  let octets = 0;
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = readName(entry.fileNameRaw, entry.generalPurposeBitFlag);
      checkEntry(entry, name);
      total += entry.uncompressedSize;
      requireWithin('totalBytes', total, limits.totalBytes);
      octets += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      all.push({ name, entry });
    }
  } catch (error) {
    throw asMalformed(error);
  }
  // More records than are counted, or a record that reaches over the end.
  if (octets !== end.directoryBytes) throw malformed('directory');
  return all;
}

function checkNames(all: readonly Named[]): void {
  const seen = new Set<string>();
  for (const { name } of all) {
    const folded = foldedName(name);
    if (seen.has(folded)) throw new EdocError('container.name-twice', { place: name });
    seen.add(folded);
  }
}

/** The entries follow each other without gaps from the first octet to the central directory. */
async function checkPlaces(
  zip: ZipFile,
  readAt: ReadAt,
  all: readonly Named[],
  directory: number,
): Promise<void> {
  const inPlace = [...all].sort(
    (one, other) => one.entry.relativeOffsetOfLocalHeader - other.entry.relativeOffsetOfLocalHeader,
  );
  let reached = 0;
  for (const { name, entry } of inPlace) {
    requireReached(entry.relativeOffsetOfLocalHeader, reached);
    reached = await checkLocal(zip, readAt, entry, name);
  }
  requireReached(directory, reached);
}

function requireReached(offset: number, reached: number): void {
  if (offset > reached) throw new EdocError('container.stray-octets', { detail: { offset: reached } });
  if (offset < reached) throw new EdocError('container.overlap', { detail: { offset } });
}

/** ETSI EN 319 162-1, annex A.1: readable at a fixed place of the file, before anything was unpacked. */
async function checkMimetype(zip: ZipFile, all: readonly Named[]): Promise<void> {
  const found = all.find(({ name }) => name === mimetypeName);
  if (!found) throw new EdocError('container.mimetype-missing');
  const { entry } = found;
  if (found !== all[0] || entry.relativeOffsetOfLocalHeader !== 0) {
    throw new EdocError('container.mimetype-not-first');
  }
  if (entry.compressionMethod !== stored || (entry.generalPurposeBitFlag & flags.descriptor) !== 0) {
    throw new EdocError('container.mimetype-compressed');
  }
  if (entry.uncompressedSize !== containerType.length) throw new EdocError('container.mimetype-wrong');
  const octets: Buffer[] = [];
  for await (const chunk of contentOf(zip, entry, mimetypeName)) octets.push(chunk);
  if (Buffer.concat(octets).toString('latin1') !== containerType)
    throw new EdocError('container.mimetype-wrong');
}

/** yauzl tells its objections in words; they may hold names out of the file. */
function asMalformed(error: unknown): unknown {
  if (error instanceof EdocError || (error instanceof Error && 'syscall' in error)) return error;
  return malformed('directory', error);
}
