/**
 * Parts of contents that wait for the rest: `staging/NODE/SHA256-SIZE/`, for each node that sends by itself, so that nobody spoils
 * what another sends. A content that nobody writes is kept as files alone; see {@link StagedContent}.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, partCount } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { fileError, isAbsent, systemCode } from './file-error.js';
import { mapName, StagedContent } from './staged-content.js';

/** Where a part stands: `index` from 0 of `count`; `size` is the whole attachment's, in octets. */
export interface PartPlace {
  readonly index: number;
  readonly count: number;
  readonly size: number;
}

/** Contents remembered at a time; what is known of the others is read from their files again. */
const mostRemembered = 256;

export class Staging {
  readonly #folder: string;
  /** By sender, digest and size; the one used last comes last. */
  readonly #known = new Map<string, StagedContent>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps a part; durable when it resolves. A part that is there is not written again.
   * @throws EdocError `content.part`, `store.full`, `store.io`
   */
  async put(sender: string, sha256: string, part: PartPlace, body: Uint8Array): Promise<void> {
    checkPart(part, body);
    await this.content(sender, sha256, part.size).put(part.index, body);
  }

  /** True where parts of it came since the start and it was neither put together nor dropped. */
  isAwaited(sender: string, sha256: string, size: number): boolean {
    return this.#known.get(join(sender, `${sha256}-${size}`))?.isBegun === true;
  }

  /** What is staged of a content, which may be nothing. @throws EdocError `content.part` for what is no node's name */
  content(sender: string, sha256: string, size: number): StagedContent {
    if (!isNode(sender)) throw wrongPart('it names no node that sent it');
    const name = join(sender, `${sha256}-${size}`);
    const known = this.#known.get(name) ?? new StagedContent(join(this.#folder, name), size);
    this.#known.delete(name);
    this.#known.set(name, known);
    for (const [other, { busy }] of this.#known) {
      if (this.#known.size <= mostRemembered) break;
      if (!busy && other !== name) this.#known.delete(other);
    }
    return known;
  }

  /** Contents that are not complete yet, and when something was last added to the one that waits longest. */
  async waiting(): Promise<{ readonly count: number; readonly oldest?: Date }> {
    let count = 0;
    let oldest: Date | undefined;
    for (const sender of await names(this.#folder)) {
      for (const content of await names(join(this.#folder, sender))) {
        const touched = await lastTouched(join(this.#folder, sender, content));
        if (!touched) continue;
        count += 1;
        if (!oldest || touched < oldest) oldest = touched;
      }
    }
    return { count, ...(oldest ? { oldest } : {}) };
  }

  /** Forgets contents that no part came for since `before`. Returns how many. */
  async clean(before: Date): Promise<number> {
    let dropped = 0;
    for (const sender of await names(this.#folder)) {
      for (const content of await names(join(this.#folder, sender))) {
        const name = join(sender, content);
        const path = join(this.#folder, name);
        const touched = await lastTouched(path);
        if (this.#known.get(name)?.busy || !touched || touched >= before) continue;
        this.#known.delete(name);
        await rm(path, { recursive: true, force: true });
        dropped += 1;
      }
    }
    return dropped;
  }
}

/** When something was added; undefined where it is gone. A folder without a map was made just now, or holds nothing that counts. */
async function lastTouched(path: string): Promise<Date | undefined> {
  const touched =
    (await stat(join(path, mapName)).catch(() => undefined)) ?? (await stat(path).catch(() => undefined));
  return touched?.mtime;
}

function isNode(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,31}$/.test(text);
}

function checkPart({ index, count, size }: PartPlace, body: Uint8Array): void {
  const whole = [index, count, size].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!whole || index >= count) throw wrongPart('its place is not within the whole');
  if (size > limits.attachmentBytes) throw wrongPart('the attachment is larger than allowed');
  if (count !== partCount(size)) throw wrongPart('it is cut into more or fewer parts than it has');
  if (body.length !== Math.min(limits.partBytes, size - index * limits.partBytes)) {
    throw wrongPart('it is larger or smaller than its place');
  }
}

function wrongPart(cause: string): EdocError {
  return new EdocError('content.part', { detail: { cause } });
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error) || systemCode(error) === 'ENOTDIR') return [];
    throw fileError(error);
  }
}
