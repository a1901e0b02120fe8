/** Where containers lie in the archive, and how they get there: under their names stand only such as were read back. */
import { lstat, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdocError } from '../../errors.js';
import { makeFolder } from '../../store/index.js';
import { giveName, syncFolder } from '../durable-name.js';
import { isAbsent } from '../files/private-file.js';
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

  /**
   * The names of the document that are taken, in order, and the next one.
   * @throws EdocError `cli.file-unwritable` where the folder does not tell; `cli.file-exists` where all are taken
   */
  async names(
    packetId: string,
    at: Date,
  ): Promise<{ readonly taken: readonly string[]; readonly free: string }> {
    const taken: string[] = [];
    for (let number = 1; number <= mostOfOne; number += 1) {
      const name = containerName(packetId, at, number);
      if (!(await this.#isTaken(name))) return { taken, free: name };
      taken.push(name);
    }
    throw new EdocError('cli.file-exists', { detail: { file: this.path(taken.at(-1) ?? '') } });
  }

  /**
   * Has a container written under another name, flushed to the disk and read back, and only then gives it the next one of the document;
   * durable when it resolves. Where anything fails, nothing of it is left. Nothing that is there is replaced, whoever put it there meanwhile.
   * @throws EdocError `cli.file-unwritable`, `cli.file-exists`; what the two throw
   */
  async keep<Result>(
    { packetId, at }: { readonly packetId: string; readonly at: Date },
    write: (path: string) => Promise<void>,
    readBack: (path: string) => Promise<Result>,
  ): Promise<{ readonly name: string; readonly container: Result }> {
    const temporary = join(this.#unfinished, `${packetId}.asice`);
    return this.#writing(this.path(containerName(packetId, at, 1)), async () => {
      try {
        await makeFolder(this.#unfinished);
        await write(temporary);
        await flush(temporary);
        const container = await readBack(temporary);
        const name = await this.#give(temporary, packetId, at);
        await this.#syncFolders(name);
        return { name, container };
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
    });
  }

  /**
   * Makes durable what was found under its name: whoever gave it that may have died before it was.
   * @throws EdocError `cli.file-unwritable`
   */
  async secure(name: string): Promise<void> {
    const path = this.path(name);
    await this.#writing(path, async () => {
      const file = await open(path, 'r');
      await file.sync().finally(() => file.close());
      await this.#syncFolders(name);
    });
  }

  /** After the last one. */
  async finish(): Promise<void> {
    await rm(this.#unfinished, { recursive: true, force: true });
  }

  async #isTaken(name: string): Promise<boolean> {
    const path = this.path(name);
    return this.#writing(path, async () => {
      try {
        await lstat(path);
        return true;
      } catch (error) {
        // Only what is known to be absent: what does not answer may hold a container.
        if (isAbsent(error)) return false;
        throw error;
      }
    });
  }

  /** Another node that shares the folder may have taken the name since it was looked for: then it is the next one. */
  async #give(temporary: string, packetId: string, at: Date): Promise<string> {
    for (;;) {
      const { free } = await this.names(packetId, at);
      const path = this.path(free);
      await makeFolder(dirname(path));
      if (await giveName(temporary, path)) return free;
    }
  }

  /** Those on the way to the container: who made one may have died before that was durable. */
  async #syncFolders(name: string): Promise<void> {
    for (let folder = dirname(name); folder !== '.'; folder = dirname(folder)) {
      await syncFolder(this.path(folder));
    }
    await syncFolder(this.#folder);
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
