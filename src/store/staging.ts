/**
 * Parts of attachments that wait for the rest. A folder for each claim `sha256/count-size`, so that a sender who says
 * something else about the same content spoils nothing; in it one file for each part, named by its number.
 */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { DurableFile, syncFolder } from './durable-file.js';
import { fileError, isAbsent } from './file-error.js';

/** Where a part stands: `index` from 0 of `count`; `size` is the whole attachment's, in octets. */
export interface PartPlace {
  readonly index: number;
  readonly count: number;
  readonly size: number;
}

/** Different claims about one content that are kept at a time. */
const claimsPerContent = 4;

export class Staging {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps a part; durable when it resolves. The same part again is written again only where its octets differ.
   * @throws EdocError `content.part`, `store.full`, `store.io`
   */
  async put(sha256: string, part: PartPlace, body: Uint8Array): Promise<void> {
    checkPart(part, body);
    const claim = join(this.#folder, sha256, `${part.count}-${part.size}`);
    const others = await names(join(this.#folder, sha256));
    if (others.length >= claimsPerContent && !others.includes(`${part.count}-${part.size}`)) {
      throw wrongPart('too many different claims about this content');
    }
    const path = join(claim, String(part.index));
    if (await holds(path, body)) {
      // It may have been renamed just before a crash, with the folder not flushed yet.
      await syncFolder(claim).catch((error: unknown) => Promise.reject(fileError(error)));
      return;
    }
    const file = await DurableFile.create(claim);
    try {
      await file.write(body);
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.keepAs(path);
    const now = new Date();
    await utimes(claim, now, now).catch(() => undefined);
  }

  /** The files of each claim of this size that has all its parts, in order. */
  async complete(sha256: string, size: number): Promise<string[][]> {
    const found: string[][] = [];
    for (const claim of await names(join(this.#folder, sha256))) {
      const [count, claimedSize] = claim.split('-').map(Number);
      if (count === undefined || claimedSize !== size) continue;
      const folder = join(this.#folder, sha256, claim);
      const there = new Set(await names(folder));
      const parts = Array.from({ length: count }, (_, index) => String(index));
      if (parts.every((part) => there.has(part))) found.push(parts.map((part) => join(folder, part)));
    }
    return found;
  }

  /** Claims whose attachment is not complete yet, and when something was last added to the one that waits longest. */
  async waiting(): Promise<{ readonly count: number; readonly oldest?: Date }> {
    let count = 0;
    let oldest: Date | undefined;
    for (const sha256 of await names(this.#folder)) {
      for (const claim of await names(join(this.#folder, sha256))) {
        const touched = await stat(join(this.#folder, sha256, claim)).catch(() => undefined);
        if (!touched) continue;
        count += 1;
        if (!oldest || touched.mtime < oldest) oldest = touched.mtime;
      }
    }
    return { count, ...(oldest ? { oldest } : {}) };
  }

  /** Forgets all parts of a content. */
  async drop(sha256: string): Promise<void> {
    await rm(join(this.#folder, sha256), { recursive: true, force: true }).catch((error: unknown) =>
      Promise.reject(fileError(error)),
    );
  }

  /** Forgets claims that nothing was added to since `before`. Returns how many. */
  async clean(before: Date): Promise<number> {
    let dropped = 0;
    for (const sha256 of await names(this.#folder)) {
      const claims = await names(join(this.#folder, sha256));
      let kept = 0;
      for (const claim of claims) {
        const path = join(this.#folder, sha256, claim);
        const touched = await stat(path).catch(() => undefined);
        if (touched && touched.mtime >= before) {
          kept += 1;
        } else {
          await rm(path, { recursive: true, force: true });
          dropped += 1;
        }
      }
      if (kept === 0) await this.drop(sha256);
    }
    return dropped;
  }
}

function checkPart({ index, count, size }: PartPlace, body: Uint8Array): void {
  const whole = [index, count, size].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!whole || index >= count) throw wrongPart('its place is not within the whole');
  if (size > limits.attachmentBytes) throw wrongPart('the attachment is larger than allowed');
  if (count > Math.max(1, Math.ceil(size / limits.partBytes)) * 8)
    throw wrongPart('it is cut into too many parts');
  if (body.length > limits.partBytes) throw wrongPart('it is larger than a part may be');
  if (body.length > size) throw wrongPart('it is larger than the attachment');
}

function wrongPart(cause: string): EdocError {
  return new EdocError('content.part', { detail: { cause } });
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw fileError(error);
  }
}

async function holds(path: string, body: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(path)).equals(body);
  } catch (error) {
    if (isAbsent(error)) return false;
    throw fileError(error);
  }
}
