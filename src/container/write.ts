/** Writes a container as a stream: the same files and time give the same octets, and no file is ever held whole. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { EdocError } from '../errors.js';
import { requireWithin } from './end.js';
import { containerType, mimetypeName } from './form.js';
import { limits } from './limits.js';
import { foldedName, requireName } from './names.js';

export interface ContainerFile {
  readonly name: string;
  /** Octets. */
  readonly size: number;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface WriteOptions {
  /** Stands at every entry; ZIP keeps it to two seconds, from 1980 on. */
  readonly time: Date;
  /** Told of the octets of the files as they pass. */
  readonly onOctets?: (octets: number) => void;
}

/** A plain file that its owner may write and everybody read. */
const mode = 0o100644;

/**
 * `mimetype` comes first, then the files in their order, all of them stored. The file must not be there yet; what was
 * begun and could not be finished is taken away again.
 * @throws EdocError `container.limit`, `container.name-…`, `container.unfinished` where a file has another size than was
 * said; what a file's source throws; what the system says of the path
 */
export async function writeContainer(
  path: string,
  files: readonly ContainerFile[],
  { time, onOctets = () => {} }: WriteOptions,
): Promise<void> {
  checkFiles(files);
  const target = createWriteStream(path, { flags: 'wx' });
  await opened(target);
  const sources = new Set<Readable>();
  try {
    await pipeline(zipped(files, time, onOctets, sources), target);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    for (const source of sources) source.destroy();
  }
}

function checkFiles(files: readonly ContainerFile[]): void {
  requireWithin('entries', files.length + 1, limits.entries);
  const seen = new Set([mimetypeName]);
  let total = 0;
  for (const { name, size } of files) {
    requireName(name);
    requireWithin('nameBytes', Buffer.byteLength(name), limits.nameBytes, name);
    requireWithin('entryBytes', size, limits.entryBytes, name);
    if (seen.has(foldedName(name))) throw new EdocError('container.name-twice', { place: name });
    seen.add(foldedName(name));
    total += size;
  }
  requireWithin('totalBytes', total, limits.totalBytes);
}

function zipped(
  files: readonly ContainerFile[],
  time: Date,
  onOctets: (octets: number) => void,
  sources: Set<Readable>,
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream;
  if (!(output instanceof Readable)) throw new TypeError('yazl gives another kind of stream');
  const fail = (error: Error) => output.destroy(error);
  const options = { mtime: dosTime(time), mode, compress: false, forceDosTimestamp: true };
  zip.on('error', fail);
  zip.addBuffer(Buffer.from(containerType), mimetypeName, options);
  for (const { name, size, content } of files) {
    zip.addReadStreamLazy(name, { ...options, size }, (take) => {
      const source = Readable.from(exactly(content, size, name, onOctets), { objectMode: false });
      sources.add(source);
      // yazl does not look at whether its sources end well.
      source.on('error', fail);
      source.once('close', () => sources.delete(source));
      take(null, source);
    });
  }
  zip.end();
  return output;
}

/** yazl would say of another size only that it is not the expected one. */
async function* exactly(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  size: number,
  place: string,
  onOctets: (octets: number) => void,
): AsyncGenerator<Uint8Array> {
  let octets = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    octets += chunk.length;
    if (octets > size) throw new EdocError('container.unfinished', { place });
    onOctets(chunk.length);
    yield chunk;
  }
  if (octets !== size) throw new EdocError('container.unfinished', { place });
}

/** The time that yazl, which writes the local clock, turns into the digits of UTC wherever it runs. */
function dosTime(time: Date): Date {
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()];
  return new Date(year, month, day, time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds());
}

function opened(target: ReturnType<typeof createWriteStream>): Promise<void> {
  return new Promise((resolve, reject) => {
    target.once('open', () => resolve());
    target.once('error', reject);
  });
}
