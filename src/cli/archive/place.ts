/** Where containers lie in the archive, and how they get there: under their names stand only such as were read back. */
import { access, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../store/index.js';
import { syncFolder } from '../files/private-file.js';
import { writeError } from '../new-files.js';

/** Vietnam's clock, by which the months of the archive go. */
const zoneMs = 7 * 3_600_000;

/** Containers of one document, at most: more than one only where an earlier one is not what is wanted. */
const mostOfOne = 99;

/** `YYYY/MM/PACKET.asice`, from the second one on `YYYY/MM/PACKET-2.asice`. */
export function containerName(packetId: string, at: Date, number: number): string {
  const [year, month] = new Date(at.getTime() + zoneMs).toISOString().split('-');
  return `${year}/${month}/${packetId}${number === 1 ? '' : `-${number}`}.asice`;
}

export class ArchivePlaces {
  readonly #folder: string;
  readonly #unfinished: string;

  /** @param node whose archive it is: several may share a folder */
  constructor(folder: string, node: string) {
    this.#folder = folder;
    this.#unfinished = join(folder, `.unfinished-${node}`);
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Before the first container: what a run left that died is removed. @throws EdocError `cli.file-unwritable` */
  async prepare(): Promise<void> {
    await this.#writing(this.#folder, async () => {
      await rm(this.#unfinished, { recursive: true, force: true });
      await makeFolder(this.#folder);
    });
  }

  /** The names of the document that are taken, in order, and the next one. */
  async names(
    packetId: string,
    at: Date,
  ): Promise<{ readonly taken: readonly string[]; readonly free: string }> {
    const taken: string[] = [];
    for (let number = 1; number < mostOfOne; number += 1) {
      const name = containerName(packetId, at, number);
      const isThere = await access(this.path(name)).then(
        () => true,
        () => false,
      );
      if (!isThere) return { taken, free: name };
      taken.push(name);
    }
    return { taken, free: containerName(packetId, at, mostOfOne) };
  }

  /**
   * Has a container written under another name, flushed to the disk and read back, and only then gives it its own; durable when it
   * resolves. Where anything fails, nothing of it is left.
   * @throws EdocError `cli.file-unwritable`; what the two throw
   */
  async keep<Result>(
    name: string,
    write: (path: string) => Promise<void>,
    readBack: (path: string) => Promise<Result>,
  ): Promise<Result> {
    const path = this.path(name);
    const temporary = join(this.#unfinished, name.replaceAll('/', '-'));
    return this.#writing(path, async () => {
      try {
        await makeFolder(this.#unfinished);
        await write(temporary);
        await flush(temporary);
        const result = await readBack(temporary);
        await makeFolder(dirname(path));
        await rename(temporary, path);
        await syncFolder(dirname(path));
        return result;
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
    });
  }

  /** After the last one. */
  async finish(): Promise<void> {
    await rm(this.#unfinished, { recursive: true, force: true });
  }

  async #writing<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw writeError(path, error);
    }
  }
}

/** For its owner alone: there are whole documents in it. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}
