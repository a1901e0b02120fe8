/** Where RabbitMQ is on this computer, and the words for where it is not. */
import { access, constants, readdir, readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { EdocError } from '../../errors.js';

export interface Installation {
  /** RabbitMQ's own directory, with `sbin` and `plugins`. */
  readonly home: string;
  /** Erlang's name server, which a broker needs beside it. */
  readonly epmd: string;
  /** Directories in which Erlang and RabbitMQ find each other's commands. */
  readonly path: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Debian and RPM put versions side by side here. Their `/usr/sbin` wrappers switch user, so they are not used. */
const versionedParents = ['/usr/lib/rabbitmq/lib', '/usr/lib64/rabbitmq/lib', '/usr/local/lib/rabbitmq/lib'];
/** Homebrew on both kinds of Mac and on Linux, and the container image. */
const fixedHomes = [
  '/opt/homebrew/opt/rabbitmq',
  '/usr/local/opt/rabbitmq',
  '/home/linuxbrew/.linuxbrew/opt/rabbitmq',
  '/opt/rabbitmq',
];
const erlangPlaces = [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/usr/lib/erlang/bin',
  '/usr/lib64/erlang/bin',
  '/opt/erlang/bin',
];

/** @throws EdocError `broker.not-installed`, with this system's command in its words */
export async function locateRabbitmq(env: Environment): Promise<Installation> {
  const { PATH = '' } = env;
  const path = [PATH, '/usr/bin', '/bin', ...erlangPlaces].filter((part) => part !== '').join(delimiter);
  const home = await firstHome(env, path);
  const epmd = home === undefined ? undefined : await findEpmd(path);
  if (home === undefined || epmd === undefined) throw await notInstalled();
  return { home, epmd, path };
}

/** The error whose words name the command of this system. */
export async function notInstalled(): Promise<EdocError> {
  const detail = { command: await installCommand(), docker: dockerCommand };
  return new EdocError('broker.not-installed', { detail });
}

const dockerCommand =
  'docker run --rm --user "$(id -u):$(id -g)" -p 127.0.0.1:5671:5671 -p 127.0.0.1:15671:15671 -v "$EDOC_BROKER_FILES:/etc/rabbitmq" rabbitmq:4-management';

async function installCommand(): Promise<string> {
  if (process.platform === 'darwin') return 'brew install rabbitmq';
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const like = /^ID_LIKE=(.*)$/m.exec(release)?.[1] ?? '';
  const id = /^ID=(.*)$/m.exec(release)?.[1] ?? '';
  if (/fedora|rhel|centos|suse/.test(`${id} ${like}`)) return 'sudo dnf install rabbitmq-server';
  return 'sudo apt-get install --no-install-recommends rabbitmq-server';
}

async function firstHome(env: Environment, path: string): Promise<string | undefined> {
  const { RABBITMQ_HOME: chosen } = env;
  const candidates = chosen ? [chosen] : [];
  for (const parent of versionedParents) candidates.push(...(await versions(parent)));
  candidates.push(...fixedHomes);
  for (const directory of path.split(delimiter)) {
    const script = await realpath(join(directory, 'rabbitmq-server')).catch(() => undefined);
    if (script !== undefined) candidates.push(dirname(dirname(script)));
  }
  for (const home of candidates) {
    if ((await isExecutable(join(home, 'sbin/rabbitmq-server'))) && (await isReadable(join(home, 'plugins'))))
      return home;
  }
  return undefined;
}

/** The newest first. */
async function versions(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  return names
    .filter((name) => name.startsWith('rabbitmq_server-'))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(parent, name));
}

async function findEpmd(path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter)) {
    const erl = await realpath(join(directory, 'erl')).catch(() => undefined);
    const beside = erl === undefined ? [] : [join(dirname(erl), 'epmd')];
    for (const candidate of [join(directory, 'epmd'), ...beside]) {
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}
