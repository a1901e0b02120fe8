/** A small disk of its own for a node's data, which can be full. Needs the right to mount; where there is none, that is said. */
import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const size = '192m';
const filler = 'filler';
const block = Buffer.alloc(1_048_576);

export class Disk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined where nothing can be mounted here. The folder must be empty, or not there yet. */
  static async mount(folder: string): Promise<Disk | undefined> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'edoc-faults', folder]);
      return new Disk(folder);
    } catch {
      return undefined;
    }
  }

  /** To the last octet. */
  async fill(): Promise<void> {
    const file = await open(join(this.#folder, filler), 'a');
    try {
      for (;;) await file.write(block);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      await file.close();
    }
  }

  async empty(): Promise<void> {
    await rm(join(this.#folder, filler), { force: true });
  }

  /** Lazily, since a process that is just ending may still have a file open. */
  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.#folder]);
  }
}
