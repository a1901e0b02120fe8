/**
 * The operator's register as files: `register.jsonl`, one entry a line, each carrying the SHA-256 of the line before
 * it, appended and synced; and `issued/`, one PEM file for each certificate.
 *
 * A line without its line feed was never acknowledged: it is passed over when reading and cut off before the next
 * append. Any other line that does not follow from the one before it means that the register was changed or damaged.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Register, type RegisterEntry, readRegisterEntry } from '../../axis/index.js';
import { EdocError } from '../../errors.js';
import { certificatesFromPem, certificateToPem } from '../../signing/index.js';
import { syncFolder } from '../durable-name.js';
import { writeError } from '../new-files.js';
import { isAbsent, makeSecretFolder, writeOpenFile } from './private-file.js';

const lineFeed = 0x0a;
const begin = '0'.repeat(64);

export class RegisterJournal implements Register {
  readonly #file: string;
  readonly #issued: string;
  /** How far it was read: octets, and lines. */
  #end = 0;
  #lines = 0;
  #previous = begin;
  #read = false;

  /** @param folder the axis directory */
  constructor(folder: string) {
    this.#file = join(folder, 'register.jsonl');
    this.#issued = join(folder, 'issued');
  }

  async read(): Promise<RegisterEntry[]> {
    this.#end = 0;
    this.#lines = 0;
    this.#previous = begin;
    const entries = await this.readNew();
    this.#read = true;
    return entries;
  }

  /**
   * The entries that came after those read before, for a program that runs while others append; asking costs next to
   * nothing where there are none.
   */
  async readNew(): Promise<RegisterEntry[]> {
    const octets = await this.#octetsFrom(this.#end);
    const entries: RegisterEntry[] = [];
    let start = 0;
    let previous = this.#previous;
    for (let stop = octets.indexOf(lineFeed); stop !== -1; stop = octets.indexOf(lineFeed, start)) {
      const line = octets.subarray(start, stop);
      entries.push(readLine(line, previous, this.#lines + entries.length + 1));
      start = stop + 1;
      previous = sha256(line);
    }
    // Only now: what stands before a damaged line was given to nobody, and is read again when that is mended.
    this.#previous = previous;
    this.#lines += entries.length;
    this.#end += start;
    return entries;
  }

  /** @throws EdocError `cli.file-unwritable` where the disk does not take the whole line; then the entry is not in it */
  async append(entry: RegisterEntry): Promise<void> {
    if (!this.#read) await this.read();
    const line = Buffer.from(JSON.stringify({ previous: this.#previous, ...entry }));
    const isNew = this.#end === 0;
    const octets = Buffer.concat([line, Buffer.of(lineFeed)]);
    try {
      await this.#write(octets);
    } catch (error) {
      throw writeError(this.#file, error);
    }
    this.#end += octets.length;
    this.#lines += 1;
    if (isNew) await syncFolder(dirname(this.#file));
    this.#previous = sha256(line);
  }

  async keepCertificate(digest: string, certificate: Uint8Array): Promise<void> {
    const path = this.#certificatePath(digest);
    await makeSecretFolder(dirname(path));
    await writeOpenFile(path, certificateToPem(certificate));
  }

  async certificate(digest: string): Promise<Buffer> {
    const missing = (cause?: unknown) =>
      new EdocError('axis.certificate-missing', { detail: { certificate: digest }, cause });
    const pem = await readFile(this.#certificatePath(digest), 'utf8').catch((error) => {
      throw isAbsent(error) ? missing(error) : error;
    });
    const [certificate] = certificatesFromPem(pem);
    if (!certificate || sha256(certificate) !== digest) throw missing();
    return certificate;
  }

  /** Behind what was read, whole and durably. */
  async #write(octets: Buffer): Promise<void> {
    // Opened to create, never to append: the place of the line is ours to say, since a torn one may follow it.
    const writer = await open(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      await writer.truncate(this.#end);
      // A disk with room for a part takes that part and says so; only the next call is told that there is no room.
      for (let done = 0; done < octets.length; ) {
        const { bytesWritten } = await writer.write(octets, done, octets.length - done, this.#end + done);
        done += bytesWritten;
      }
      await writer.sync();
    } catch (error) {
      // It may be there whole, and only not be known to be durable.
      await writer.truncate(this.#end).catch(() => undefined);
      throw error;
    } finally {
      await writer.close();
    }
  }

  /** @throws EdocError `axis.register-damaged` where the file is shorter than what was read of it */
  async #octetsFrom(start: number): Promise<Buffer> {
    const { size } = await stat(this.#file).catch((error) => {
      if (isAbsent(error)) return { size: 0 };
      throw error;
    });
    if (size < start) throw new EdocError('axis.register-damaged', { detail: { line: this.#lines } });
    const octets = Buffer.alloc(size - start);
    if (octets.length === 0) return octets;
    const reader = await open(this.#file, 'r');
    try {
      const { bytesRead } = await reader.read(octets, 0, octets.length, start);
      return octets.subarray(0, bytesRead);
    } finally {
      await reader.close();
    }
  }

  /** A folder for each two first digits: 120,000 files in one folder are slow to list and to copy. */
  #certificatePath(digest: string): string {
    return join(this.#issued, digest.slice(0, 2), `${digest}.pem`);
  }
}

function readLine(line: Buffer, previous: string, number: number): RegisterEntry {
  const value = parseJson(line.toString('utf8'));
  const chained =
    typeof value === 'object' && value !== null && 'previous' in value && value.previous === previous;
  const entry = chained ? readRegisterEntry(value) : undefined;
  if (!entry) throw new EdocError('axis.register-damaged', { detail: { line: number } });
  return entry;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
