/** Installing RabbitMQ on Debian and its relatives without leaving a service behind that was not there before. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdocError, isEdocError } from '../../errors.js';
import { locateRabbitmq, notInstalled } from './locate.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A command with its arguments, prefixed with what makes it run as root. */
type Root = (...command: readonly string[]) => number;

/**
 * Makes sure that a broker can be had: one named by `EDOC_BROKER_URL`, or RabbitMQ on this computer, installed now where
 * that is possible without asking anybody. `say` hears what is done, a line at a time.
 * @throws EdocError `broker.not-installed` where it cannot be installed here, `broker.install-failed`
 */
export async function ensureRabbitmq(env: Environment, say: (line: string) => void): Promise<void> {
  const { EDOC_BROKER_URL: external } = env;
  if (external) return;
  if (await isInstalled(env)) return;
  const root = findRoot();
  if (!root || !existsSync('/usr/bin/apt-get')) throw await notInstalled();
  say(
    'RabbitMQ is not installed. Installing the Debian package rabbitmq-server (about 40 MB); no service is started.',
  );
  await install(root);
  if (!(await isInstalled(env))) throw await notInstalled();
  say('RabbitMQ is installed.');
}

async function isInstalled(env: Environment): Promise<boolean> {
  try {
    await locateRabbitmq(env);
    return true;
  } catch (error) {
    if (isEdocError(error, 'broker.not-installed')) return false;
    throw error;
  }
}

/** How to run a command as root: at once, or through a sudo that asks for no password. */
function findRoot(): Root | undefined {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return undefined;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  return (...command) => {
    const [name = '', ...rest] = [...prefix, ...command];
    return spawnSync(name, rest, { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
  };
}

async function install(root: Root): Promise<void> {
  const before = nameServers();
  const restorePolicy = await forbidServiceStarts(root);
  try {
    const packages = ['install', '-y', '--no-install-recommends', 'rabbitmq-server'];
    const apt = (...args: readonly string[]) =>
      root('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args);
    // Package lists are often missing or stale in containers; where they are good there is no need to fetch them.
    let status = apt(...packages);
    if (status !== 0) status = apt('update') || apt(...packages);
    if (status !== 0) {
      const detail = { command: `apt-get ${packages.join(' ')}`, status };
      throw new EdocError('broker.install-failed', { detail });
    }
  } finally {
    restorePolicy();
    disableServices(root);
    for (const id of nameServers()) if (!before.has(id)) root('kill', String(id));
  }
}

/**
 * Debian's maintainer scripts ask `/usr/sbin/policy-rc.d` whether they may start a service; 101 means no. One that is
 * there is kept, and put back afterwards.
 */
async function forbidServiceStarts(root: Root): Promise<() => void> {
  const policy = '/usr/sbin/policy-rc.d';
  const aside = `${policy}.edoc-${process.pid}`;
  const hadPolicy = existsSync(policy);
  const directory = await mkdtemp(join(tmpdir(), 'edoc-install-'));
  const refusal = join(directory, 'policy-rc.d');
  await writeFile(refusal, '#!/bin/sh\nexit 101\n');
  await chmod(refusal, 0o755);
  if (hadPolicy) root('mv', policy, aside);
  root('cp', '-p', refusal, policy);
  await rm(directory, { recursive: true, force: true });
  return () => {
    if (hadPolicy) root('mv', aside, policy);
    else root('rm', '-f', policy);
  };
}

/** The packages also ask to be started at the next boot. Without systemd running this still removes its links. */
function disableServices(root: Root): void {
  const units = ['rabbitmq-server.service', 'epmd.service', 'epmd.socket'];
  if (existsSync('/usr/bin/systemctl')) root('systemctl', 'disable', '--quiet', ...units);
  const hasScript = existsSync('/usr/sbin/update-rc.d') && existsSync('/etc/init.d/rabbitmq-server');
  if (hasScript) root('update-rc.d', 'rabbitmq-server', 'disable');
}

/** Erlang's name server is started by some maintainer scripts and outlives them. */
function nameServers(): Set<number> {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Set(ids.filter((id) => nameOf(id) === 'epmd').map(Number));
}

function nameOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
