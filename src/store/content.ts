/**
 * Attachments on disk, named by their SHA-256: `content/ab/cdef…`. A file under its name is whole and is what its name
 * says; equal content is kept once. Memory stays flat whatever the size.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allParts, type PartRange, partCount } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { ContentHolds } from './content-holds.js';
import { DurableFile, syncFolder, temporarySuffix } from './durable-file.js';
import { fileError, isAbsent } from './file-error.js';
import { holdContents } from './snapshot.js';
import { type PartPlace, Staging } from './staging.js';

const bufferOctets = 512 * 1024;

export interface StoredContent {
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
}

/** Removes one content: its octets, `needed` where something refers to it, `in-use` where somebody uses it at this moment. */
export type RemoveContent = (
  sha256: string,
  isNeeded: () => Promise<boolean>,
) => Promise<number | 'needed' | 'in-use'>;

export class ContentFolder {
  readonly #store: string;
  readonly #folder: string;
  readonly #incoming: string;
  readonly #staging: Staging;
  readonly #holds: ContentHolds;

  /**
   * `folder` is the store's; content goes to `content`, `incoming` and `staging` below it. In the process that writes there is one
   * of it: what is in use is known to it alone. `elapsedMs` is a clock that nobody sets.
   */
  constructor(folder: string, elapsedMs: () => number = () => performance.now()) {
    this.#store = folder;
    this.#holds = new ContentHolds(elapsedMs);
    this.#folder = join(folder, 'content');
    this.#incoming = join(folder, 'incoming');
    this.#staging = new Staging(join(folder, 'staging'));
  }

  async has(sha256: string): Promise<boolean> {
    return isDigest(sha256) && (await this.#size(sha256)) !== undefined;
  }

  /**
   * None of these is removed until `work` has ended: for whoever looks whether they are there and then stores what refers to them.
   * Contents that were handed over for it are waited for no more after it.
   */
  async use<Result>(digests: readonly string[], work: () => Promise<Result>): Promise<Result> {
    if (digests.length === 0) return work();
    return this.#holds.use(digests, async () => {
      const result = await work();
      this.#holds.named(digests);
      return result;
    });
  }

  /**
   * Lets `work` remove contents, while no backup copies them. Whether something refers to one is asked when nobody can begin to
   * use it any more; a removal is durable when it resolves.
   * @throws EdocError `backup.under-way`, `store.io`
   */
  removing<Result>(work: (remove: RemoveContent) => Promise<Result>): Promise<Result> {
    const remove: RemoveContent = async (sha256, isNeeded) =>
      (await this.#holds.remove(sha256, () => this.#remove(sha256, isNeeded))) ?? 'in-use';
    return holdContents(this.#store, () => work(remove), 0);
  }

  /**
   * Keeps what the source gives; durable when it resolves. Nothing removes it for an hour, or until {@link use} names it.
   * @throws EdocError `store.full`, `store.io`; what the source throws
   */
  async put(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredContent> {
    const { file, sha256, size } = await this.#receive(source);
    await this.#holds.use([sha256], async () => {
      await this.#keep(file, sha256);
      this.#holds.handedOver(sha256);
    });
    return { sha256, size };
  }

  /** The content in pieces of at most 512 KiB. @throws EdocError `content.missing`, `store.io` */
  async *read(sha256: string): AsyncGenerator<Buffer> {
    yield* pieces(this.#path(sha256), sha256);
  }

  /**
   * `length` octets from `start`, fewer at the end.
   * @param buffer what they are read into; of that length
   * @throws EdocError `content.missing`, `store.io`
   */
  async readRange(
    sha256: string,
    start: number,
    length: number,
    buffer: Buffer = Buffer.allocUnsafe(length),
  ): Promise<Buffer> {
    try {
      const handle = await open(this.#path(sha256), 'r');
      try {
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return buffer.subarray(0, filled);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw readError(error, sha256);
    }
  }

  /**
   * Keeps one part that a node sent, durably; nothing where the content is there already.
   * @throws EdocError `content.part`, `store.full`, `store.io`
   */
  async putPart(sender: string, sha256: string, part: PartPlace, body: Uint8Array): Promise<void> {
    if (!isDigest(sha256)) throw new EdocError('content.part', { detail: { cause: 'it names no SHA-256' } });
    // Asked once for the parts that come in a row: where another node brings the whole meanwhile, putting together finds it.
    const isAwaited = this.#staging.isAwaited(sender, sha256, part.size);
    if (isAwaited || !(await this.has(sha256))) await this.#staging.put(sender, sha256, part, body);
  }

  /**
   * Rebuilds a content from the parts that a node sent, and tells which are missing: none where it is there now, whoever
   * brought it. Parts that make something else are dropped, so that the sender's next try starts afresh.
   * @throws EdocError `content.part` for what can be no content, `store.full`, `store.io`
   */
  async assemble(sender: string, sha256: string, size: number): Promise<PartRange[]> {
    if (!isDigest(sha256)) throw new EdocError('content.part', { detail: { cause: 'it names no SHA-256' } });
    const staged = this.#staging.content(sender, sha256, size);
    const there = await this.#size(sha256);
    if (there !== undefined) {
      await staged.drop();
      // A content has one size only: what says otherwise is never complete.
      return there === size ? [] : allParts(partCount(size));
    }
    const missing = await staged.missing();
    if (missing.length > 0) return missing;
    if ((await staged.digest()) === sha256) {
      await staged.keepAs(this.#path(sha256));
      return [];
    }
    await staged.drop();
    return allParts(partCount(size));
  }

  /** Attachments of which parts are here and others not. */
  staged(): Promise<{ readonly count: number; readonly oldest?: Date }> {
    return this.#staging.waiting();
  }

  /** Removes parts and unfinished files that nothing was added to since `before`. Returns how many. */
  async clean(before: Date): Promise<number> {
    const staged = await this.#staging.clean(before);
    return staged + (await this.#cleanIncoming((touched) => touched < before));
  }

  /**
   * Removes what was being handed over when the process before this one ended: nobody goes on with it. For a start, before anything
   * is taken. Returns how many.
   */
  async forgetUnfinished(): Promise<number> {
    return this.#cleanIncoming(() => true);
  }

  async #cleanIncoming(isLeft: (touched: Date) => boolean): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.#incoming).catch(() => [])) {
      if (!name.endsWith(temporarySuffix)) continue;
      const path = join(this.#incoming, name);
      const touched = await stat(path).catch(() => undefined);
      if (!touched || !isLeft(touched.mtime)) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  async #receive(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<StoredContent & { file: DurableFile }> {
    const file = await DurableFile.create(this.#incoming);
    try {
      const hash = createHash('sha256');
      let size = 0;
      for await (const piece of source) {
        hash.update(piece);
        size += piece.length;
        await file.write(piece);
      }
      return { file, sha256: hash.digest('hex'), size };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  async #remove(sha256: string, isNeeded: () => Promise<boolean>): Promise<number | 'needed'> {
    if (await isNeeded()) return 'needed';
    const size = await this.#size(sha256);
    if (size === undefined) return 0;
    const path = this.#path(sha256);
    try {
      await rm(path);
      await syncFolder(dirname(path));
    } catch (error) {
      throw fileError(error);
    }
    return size;
  }

  async #keep(file: DurableFile, sha256: string): Promise<void> {
    if (await this.has(sha256)) await file.discard();
    else await file.keepAs(this.#path(sha256));
  }

  async #size(sha256: string): Promise<number | undefined> {
    try {
      return (await stat(this.#path(sha256))).size;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw fileError(error);
    }
  }

  #path(sha256: string): string {
    // What is no digest names no content, and must not become a path.
    if (!isDigest(sha256)) throw new EdocError('content.missing', { detail: { sha256: 'invalid' } });
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2));
  }
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

async function* pieces(path: string, sha256: string): AsyncGenerator<Buffer> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: bufferOctets })) yield piece;
  } catch (error) {
    throw readError(error, sha256);
  }
}

function readError(error: unknown, sha256: string): EdocError {
  return isAbsent(error) ? new EdocError('content.missing', { detail: { sha256 } }) : fileError(error);
}
