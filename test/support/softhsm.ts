/** SoftHSM, a PKCS#11 token in files: real keys behind the real interface, in a directory of the test's own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTokenUri, type TokenUri, writeTokenUri } from '../../src/token/index.js';

const places = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

export const softHsmModule = places.find((path) => existsSync(path));

export const pin = 'mã-PIN-2468';
const officerPin = '13579246';

export class SoftHsm {
  readonly directory: string;
  readonly module: string;
  readonly #before = process.env['SOFTHSM2_CONF'];

  private constructor(directory: string, module: string) {
    this.directory = directory;
    this.module = module;
  }

  /** With these tokens; the process's SOFTHSM2_CONF points to it until {@link remove}. */
  static async with(...labels: readonly string[]): Promise<SoftHsm> {
    if (softHsmModule === undefined) throw new Error('SoftHSM is not installed');
    const hsm = new SoftHsm(await mkdtemp(join(tmpdir(), 'edoc-softhsm-')), softHsmModule);
    await mkdir(join(hsm.directory, 'tokens'));
    const configuration = join(hsm.directory, 'softhsm2.conf');
    await writeFile(configuration, `directories.tokendir = ${hsm.directory}/tokens\nlog.level = ERROR\n`);
    process.env['SOFTHSM2_CONF'] = configuration;
    for (const label of labels) hsm.initialise(label);
    await writeFile(join(hsm.directory, 'pin'), `${pin}\n`, { mode: 0o600 });
    return hsm;
  }

  get configuration(): string {
    return join(this.directory, 'softhsm2.conf');
  }

  get pinFile(): string {
    return join(this.directory, 'pin');
  }

  initialise(label: string): void {
    execFileSync(
      'softhsm2-util',
      ['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', officerPin],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }

  uri(token: string, object?: string): TokenUri {
    return {
      modulePath: this.module,
      token,
      ...(object === undefined ? {} : { object }),
      pinSource: `file:${this.pinFile}`,
    };
  }

  uriText(token: string, object?: string): string {
    const text = writeTokenUri(this.uri(token, object));
    parseTokenUri(text);
    return text;
  }

  /** Every token is pulled out. */
  async pull(): Promise<void> {
    await rename(join(this.directory, 'tokens'), join(this.directory, 'pulled'));
    await mkdir(join(this.directory, 'tokens'));
  }

  async plugIn(): Promise<void> {
    await rm(join(this.directory, 'tokens'), { recursive: true });
    await rename(join(this.directory, 'pulled'), join(this.directory, 'tokens'));
  }

  /** What OpenSC's tool says, with the PIN where `args` need it. */
  pkcs11Tool(token: string, ...args: readonly string[]): string {
    const { stdout, stderr } = spawnSync(
      'pkcs11-tool',
      ['--module', this.module, '--token-label', token, ...args],
      { encoding: 'utf8' },
    );
    return stdout + stderr;
  }

  async remove(): Promise<void> {
    if (this.#before === undefined) delete process.env['SOFTHSM2_CONF'];
    else process.env['SOFTHSM2_CONF'] = this.#before;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** In a `before` hook: without SoftHSM nothing of this can be shown. */
export function requireSoftHsm(context: Mocha.Context): void {
  if (softHsmModule !== undefined && spawnSync('softhsm2-util', ['--version']).error === undefined) return;
  console.log('      SKIPPED: SoftHSM (package softhsm2) is not installed; keys in tokens were not tested');
  context.skip();
}
