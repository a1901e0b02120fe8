/**
 * One content that comes in parts: the file `octets`, in which each part is written at its place, and `parts` with an octet for each
 * part, 1 once it is durable. Parts that come while others are flushed to the disk are flushed together: a slow disk makes few
 * large writes, and the parts that wait for it are not acknowledged, so that no more come than the prefetch lets through.
 *
 * The digest is taken on the way, as far as the parts come in order; what it has not seen is read again at the end.
 */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { limits, type PartRange, partCount, rangesOf } from '../edoc/index.js';
import { makeFolder, syncFolder } from './durable-file.js';
import { fileError, isAbsent } from './file-error.js';

const octetsName = 'octets';
export const mapName = 'parts';

interface WaitingPart {
  readonly index: number;
  readonly body: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class StagedContent {
  readonly #folder: string;
  readonly #size: number;
  #map: Promise<Buffer> | undefined;
  #hash: Hash = createHash('sha256');
  /** Parts, from the first on, that the digest has seen. */
  #hashed = 0;
  #waiting: WaitingPart[] = [];
  #writing = false;
  #using = 0;

  constructor(folder: string, size: number) {
    this.#folder = folder;
    this.#size = size;
  }

  /** True while something is done with it: it must not be removed. */
  get busy(): boolean {
    return this.#using > 0;
  }

  /** True from the first part that it was given until it was put together or dropped. */
  get isBegun(): boolean {
    return this.#map !== undefined;
  }

  /** Durable when it resolves. @throws EdocError `store.full`, `store.io` */
  put(index: number, body: Uint8Array): Promise<void> {
    return this.#use(
      () =>
        new Promise((resolve, reject) => {
          this.#waiting.push({ index, body, resolve, reject });
          if (!this.#writing) void this.#writeWaiting();
        }),
    );
  }

  /** @throws EdocError `store.io` */
  missing(): Promise<PartRange[]> {
    return this.#use(async () => {
      const map = await this.#load();
      return rangesOf([...map.keys()].filter((index) => map[index] !== 1));
    });
  }

  /** The digest of the whole, all parts of which are there. @throws EdocError `store.io` */
  digest(): Promise<string> {
    return this.#use(async () => {
      const file = await open(join(this.#folder, octetsName), 'r');
      try {
        const buffer = Buffer.allocUnsafe(limits.partBytes);
        for (; this.#hashed < partCount(this.#size); this.#hashed += 1) {
          const length = await filled(file, buffer, this.#hashed * limits.partBytes);
          this.#hash.update(buffer.subarray(0, length));
        }
        return this.#hash.copy().digest('hex');
      } finally {
        await file.close();
      }
    });
  }

  /** Gives the whole, which is durable, its name, and forgets the rest. @throws EdocError `store.io` */
  keepAs(path: string): Promise<void> {
    return this.#use(async () => {
      await makeFolder(dirname(path));
      await rename(join(this.#folder, octetsName), path);
      await syncFolder(dirname(path));
      await this.#forget();
    });
  }

  /** @throws EdocError `store.io` */
  drop(): Promise<void> {
    return this.#use(() => this.#forget());
  }

  async #forget(): Promise<void> {
    this.#map = undefined;
    this.#hash = createHash('sha256');
    this.#hashed = 0;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #use<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#using += 1;
    try {
      return await work();
    } catch (error) {
      throw fileError(error);
    } finally {
      this.#using -= 1;
    }
  }

  /** Which parts are durable; none where the octets are gone, as after a crash behind {@link keepAs}. */
  #load(): Promise<Buffer> {
    this.#map ??= this.#read().catch((error: unknown) => {
      this.#map = undefined;
      throw error;
    });
    return this.#map;
  }

  async #read(): Promise<Buffer> {
    const map = Buffer.alloc(partCount(this.#size));
    try {
      await (await open(join(this.#folder, octetsName), 'r')).close();
      (await readFile(join(this.#folder, mapName))).copy(map);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      map.fill(0);
    }
    return map;
  }

  async #writeWaiting(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        const map = await this.#load();
        const parts = new Map(
          batch.filter(({ index }) => map[index] !== 1).map((part) => [part.index, part.body]),
        );
        if (parts.size > 0) await this.#write(map, parts);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  /** Octets first, then the marks that they are there: a mark is never ahead of what it promises. */
  async #write(map: Buffer, parts: ReadonlyMap<number, Uint8Array>): Promise<void> {
    const [octets, marks] = await this.#open();
    try {
      for (const [index, body] of parts) await writeAt(octets, body, index * limits.partBytes);
      await octets.datasync();
      const marked = Buffer.from(map);
      for (const index of parts.keys()) marked[index] = 1;
      await writeAt(marks, marked, 0);
      await marks.datasync();
      marked.copy(map);
    } finally {
      await octets.close();
      await marks.close();
    }
    for (let body = parts.get(this.#hashed); body; body = parts.get(this.#hashed)) {
      this.#hash.update(body);
      this.#hashed += 1;
    }
  }

  async #open(): Promise<[FileHandle, FileHandle]> {
    const paths = [octetsName, mapName].map((name) => join(this.#folder, name));
    const [octets = '', marks = ''] = paths;
    try {
      return await openBoth(octets, marks, 'r+');
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await rm(this.#folder, { recursive: true, force: true });
      await makeFolder(this.#folder);
      const made = await openBoth(octets, marks, 'wx+');
      await syncFolder(this.#folder);
      return made;
    }
  }
}

async function openBoth(octets: string, marks: string, flags: string): Promise<[FileHandle, FileHandle]> {
  const first = await open(octets, flags, 0o600);
  try {
    return [first, await open(marks, flags, 0o600)];
  } catch (error) {
    await first.close();
    throw error;
  }
}

async function writeAt(file: FileHandle, octets: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < octets.length; ) {
    const { bytesWritten } = await file.write(octets, written, octets.length - written, position + written);
    written += bytesWritten;
  }
}

/** Reads from the position until the buffer is full or the file ends; returns how many octets. */
async function filled(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
