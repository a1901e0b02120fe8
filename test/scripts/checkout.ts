/** A small checkout in a temporary folder, with the bootstrap of this one and its packages. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this test belongs to. */
export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class Checkout {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Checkout> {
    const folder = await mkdtemp(join(tmpdir(), 'edoc-bootstrap-'));
    const copied = [
      'scripts/bootstrap.mjs',
      'scripts/bootstrap',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
    ];
    for (const path of copied) await cp(join(projectRoot, path), join(folder, path), { recursive: true });
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    return new Checkout(folder);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  /** The packages of this checkout as links, so that one of them can be replaced. */
  async unshareFromProject(): Promise<void> {
    await rm(this.path('node_modules'));
    await mkdir(this.path('node_modules'));
    for (const name of await readdir(join(projectRoot, 'node_modules'))) {
      await symlink(join(projectRoot, 'node_modules', name), this.path(join('node_modules', name)));
    }
  }

  start(options: RunOptions = {}): { readonly child: ChildProcess; readonly done: Promise<Outcome> } {
    const args = [...(options.nodeArgs ?? []), this.path('scripts/bootstrap.mjs'), ...(options.args ?? [])];
    const env = { ...process.env, ...options.env };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    const done = new Promise<Outcome>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output }));
    });
    return { child, done };
  }

  async run(options: RunOptions = {}): Promise<Outcome> {
    return await this.start(options).done;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
