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
  /** Makes the agency's token, puts its PIN into the agent's directory, and names both in a PKCS#11 URI. */
  uri(code: string, agent: string): Promise<string>;
}

/** From here on this process and those that it starts see the tokens of the directory. @throws Error without SoftHSM */
export async function prepareTokens(directory: string): Promise<Tokens> {
  const module = modules.find((path) => existsSync(path));
  if (module === undefined) throw new Error('SoftHSM is not installed. On Debian: apt-get install softhsm2');
  const folder = resolve(directory, 'softhsm');
  await mkdir(join(folder, 'tokens'), { recursive: true, mode: 0o700 });
  const configuration = join(folder, 'softhsm2.conf');
  await writeFile(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  return {
    uri: async (code, agent) => {
      const [pin, officerPin] = [newPin(), newPin()];
      // SoftHSM's own tool takes PINs as arguments; these are made for this demo and guard nothing else.
      const pins = ['--pin', pin, '--so-pin', officerPin];
      await run('softhsm2-util', ['--init-token', '--free', '--label', code, ...pins]);
      await mkdir(join(agent, 'secrets'), { recursive: true, mode: 0o700 });
      await writeFile(join(agent, 'secrets', 'pin'), `${pin}\n`, { mode: 0o600 });
      return `pkcs11:token=${code}?module-path=${module}&pin-source=file:secrets/pin`;
    },
  };
}

function newPin(): string {
  return String(randomInt(10_000_000, 100_000_000));
}
