/** With `--token`: SoftHSM stands in for the agencies' tokens. Each agency has one of its own, with a PIN of its own. */
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const modules = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];

export interface Tokens {
  /** Puts the PIN of the agency's token into the agent's directory, and names both in a PKCS#11 URI. */
  uri(code: string, agent: string): Promise<string>;
}

/**
 * Makes a token for each agency. From here on this process and those that it starts see the tokens of the directory.
 * @throws Error without SoftHSM
 */
export async function prepareTokens(directory: string, codes: readonly string[]): Promise<Tokens> {
  const module = modules.find((path) => existsSync(path));
  if (module === undefined) throw new Error('SoftHSM is not installed. On Debian: apt-get install softhsm2');
  const folder = resolve(directory, 'softhsm');
  await mkdir(join(folder, 'tokens'), { recursive: true, mode: 0o700 });
  const configuration = join(folder, 'softhsm2.conf');
  await writeFile(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const pins = new Map<string, string>();
  // One after the other: the tool lists every token first, and fails on one that another call has half made.
  for (const code of codes) pins.set(code, await makeToken(code));
  return {
    uri: async (code, agent) => {
      const pin = pins.get(code);
      if (pin === undefined) throw new Error(`${code} has no token`);
      await mkdir(join(agent, 'secrets'), { recursive: true, mode: 0o700 });
      await writeFile(join(agent, 'secrets', 'pin'), `${pin}\n`, { mode: 0o600 });
      return `pkcs11:token=${code}?module-path=${module}&pin-source=file:secrets/pin`;
    },
  };
}

/** Returns its PIN. */
async function makeToken(label: string): Promise<string> {
  const [pin, officerPin] = [newPin(), newPin()];
  // SoftHSM's own tool takes PINs as arguments; these are made for this demo and guard nothing else.
  await run('softhsm2-util', [
    '--init-token',
    '--free',
    '--label',
    label,
    '--pin',
    pin,
    '--so-pin',
    officerPin,
  ]);
  return pin;
}

function newPin(): string {
  return String(randomInt(10_000_000, 100_000_000));
}
