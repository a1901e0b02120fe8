/**
 * A small disk for one process, that can be full: a file system of its own where the user may mount one, else a limit on the
 * size of the files that the process writes, which nobody needs rights for. Both fail in the system call, as a disk does.
 */
import { execFile } from 'node:child_process';
import { mkdir, statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type DiskKind = 'mounted' | 'limited';

export interface SmallDisk {
  readonly kind: DiskKind;
  /** What a process of this id writes there fails from now on. */
  fill(pid: number): Promise<void>;
  makeRoom(pid: number): Promise<void>;
  remove(): Promise<void>;
}

/** In `folder`, which is made. @param kind left out: mounted where that is allowed */
export async function smallDisk(folder: string, kind?: DiskKind): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (kind !== 'limited') {
    const mounted = await run('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${roomOctets},mode=0700`,
      'edoc-test',
      folder,
    ])
      .then(() => true)
      .catch(() => false);
    if (mounted) return new MountedDisk(folder);
    if (kind === 'mounted') throw new Error(`nothing can be mounted at ${folder}`);
  }
  return new LimitedFiles();
}

const roomOctets = 4 * 1024 ** 3;

/** A tmpfs that is made as small as what is in it. */
class MountedDisk implements SmallDisk {
  readonly kind = 'mounted';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async fill(): Promise<void> {
    // It is being written meanwhile: what was used a moment ago may be too little.
    for (;;) {
      const { blocks, bfree, bsize } = await statfs(this.#folder);
      const isMade = await this.#resize((blocks - bfree) * bsize).then(
        () => true,
        () => false,
      );
      if (isMade) return;
      await delay(1);
    }
  }

  makeRoom(): Promise<void> {
    return this.#resize(roomOctets);
  }

  async remove(): Promise<void> {
    await run('umount', ['-l', this.#folder]);
  }

  async #resize(octets: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${octets}`, this.#folder]);
  }
}

/** RLIMIT_FSIZE: no file of the process gets longer than this (EFBIG), nor is written behind it. */
class LimitedFiles implements SmallDisk {
  readonly kind = 'limited';

  async fill(pid: number): Promise<void> {
    await run('prlimit', ['--pid', String(pid), '--fsize=4096:']);
  }

  async makeRoom(pid: number): Promise<void> {
    await run('prlimit', ['--pid', String(pid), '--fsize=unlimited:']);
  }

  async remove(): Promise<void> {}
}
