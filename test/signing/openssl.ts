/** A folder in which the real `openssl` works on what our code made, and the other way round. */
import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateToPem } from '../../src/signing/index.js';

export interface OpensslResult {
  readonly status: number | null;
  /** What it printed, both ways. */
  readonly output: string;
}

export class OpensslFolder {
  readonly #folder = mkdtempSync(join(tmpdir(), 'edoc-openssl-'));

  /** Runs a command line as it would be typed in the folder; words are parted by spaces. */
  run(line: string): OpensslResult {
    const [, ...words] = line.split(' ');
    const { status, stdout, stderr } = spawnSync('openssl', words, { cwd: this.#folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  write(name: string, octets: Uint8Array | string): void {
    writeFileSync(join(this.#folder, name), octets);
  }

  writeCertificate(name: string, der: Uint8Array): void {
    this.write(name, certificateToPem(der));
  }

  writeKey(name: string, key: KeyObject): void {
    this.write(name, key.export({ type: 'pkcs8', format: 'pem' }));
  }

  read(name: string): Buffer {
    return readFileSync(join(this.#folder, name));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Skips a suite where openssl is not installed, and says so. */
export function needOpenssl(context: Mocha.Context): void {
  if (spawnSync('openssl', ['version']).error === undefined) return;
  console.log('      SKIPPED: openssl is not installed; this cross-check did not run');
  context.skip();
}
