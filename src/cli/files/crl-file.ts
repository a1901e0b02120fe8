/** The revocation list as a file, `crl/root.crl`: written whole, read by the service and by whoever copies it to a web server. */
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CrlFile } from '../../axis/index.js';
import { isAbsent, makeSecretFolder, writeOpenFile } from './private-file.js';

export interface CrlOnDisk {
  readonly octets: Buffer;
  readonly modified: Date;
}

export class CrlFileOnDisk implements CrlFile {
  readonly #path: string;
  #kept: (CrlOnDisk & { readonly mark: string }) | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<Buffer | undefined> {
    return (await this.current())?.octets;
  }

  /** Read anew only where the file is another one: it is replaced by renaming, never written into. */
  async current(): Promise<CrlOnDisk | undefined> {
    try {
      const { ino, mtime, size } = await stat(this.#path);
      const mark = `${ino} ${mtime.getTime()} ${size}`;
      if (this.#kept?.mark !== mark) {
        this.#kept = { mark, octets: await readFile(this.#path), modified: mtime };
      }
      return this.#kept;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async write(crl: Uint8Array): Promise<void> {
    await makeSecretFolder(dirname(this.#path));
    await writeOpenFile(this.#path, crl);
  }
}
