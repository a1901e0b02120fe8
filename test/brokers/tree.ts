/**
 * A folder with another Debian's RabbitMQ and Erlang and all that they need, unpacked and not installed: from the mirror
 * that this machine's own apt is configured for, checked by apt against Debian's keys.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the tests call beside RabbitMQ. */
const packages = [
  'rabbitmq-server',
  'dash',
  'bash',
  'coreutils',
  'grep',
  'hostname',
  'libstdc++6',
  'mawk',
  'openssl',
  'procps',
  'sed',
  'util-linux',
];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Debian keeps these as links into `usr` and makes them before it unpacks anything. */
const merged = ['bin', 'sbin', 'lib', 'lib64'];

/** @param suite such as `trixie`. Does nothing where the tree is there. @throws Error where apt or dpkg fail */
export async function makeTree(tree: string, suite: string, say: (line: string) => void): Promise<void> {
  const complete = join(tree, 'complete');
  if (existsSync(complete)) return;
  const apt = join(tree, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial', 'etc/apt.conf.d']) {
    await mkdir(join(apt, folder), { recursive: true });
  }
  await writeFile(join(apt, 'status'), '');
  await writeFile(join(apt, 'sources.list'), `deb [signed-by=${keyring}] ${debianMirror()} ${suite} main\n`);
  const options = Object.entries({
    'Dir::Etc::SourceList': join(apt, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(apt, 'lists'),
    'Dir::State::Status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  say(`fetching RabbitMQ of ${suite} from this machine's Debian mirror`);
  run('apt-get', [...options, '-q', 'update']);
  run('apt-get', [...options, '-qy', '--no-install-recommends', '--download-only', 'install', ...packages]);
  const root = join(tree, 'root');
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  for (const name of merged) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(join('usr', name), join(root, name)).catch(() => undefined);
  }
  const archives = join(apt, 'cache', 'archives');
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
  say(`unpacking ${files.length} packages`);
  // Unpacked file by file: nothing of the packages' own scripts runs. Through tar, so that links stay what they are.
  const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
  for (const file of files) run('sh', ['-c', unpack, 'sh', join(archives, file), root]);
  await prepare(root);
  await writeFile(complete, `${suite}\n`);
}

/** RabbitMQ's folder in the tree, as seen from within; undefined where there is none. */
export async function rabbitmqIn(tree: string): Promise<{ home: string; version: string } | undefined> {
  const parent = '/usr/lib/rabbitmq/lib';
  const names = await readdir(join(tree, 'root', parent)).catch(() => []);
  const name = names.find((each) => each.startsWith('rabbitmq_server-'));
  if (name === undefined) return undefined;
  return { home: join(parent, name), version: name.slice('rabbitmq_server-'.length) };
}

/** The machine's own, from whichever file it is configured in. */
function debianMirror(): string {
  const format = '$(REPO_URI)|$(ORIGIN)|$(LABEL)';
  const lines = run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).split('\n');
  const [uri] = lines.flatMap((line) => {
    const [place = '', origin, label] = line.split('|');
    return origin === 'Debian' && label === 'Debian' ? [place] : [];
  });
  if (uri === undefined) throw new Error('apt is not configured with a mirror of Debian');
  return uri;
}

async function prepare(root: string): Promise<void> {
  for (const folder of ['proc', 'dev', 'tmp', 'root', 'etc'])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/root:/bin/bash\n');
  await writeFile(join(root, 'etc', 'group'), 'root:x:0:\n');
  for (const name of ['hosts', 'hostname', 'resolv.conf']) {
    await copyFile(join('/etc', name), join(root, 'etc', name)).catch(() => undefined);
  }
  await symlink('dash', join(root, 'usr', 'bin', 'sh')).catch(() => undefined);
  run('ldconfig', ['-r', root]);
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (status === 0) return stdout;
  throw new Error(
    `${command} ended with ${status}: ${error?.message ?? stderr.split('\n').slice(-5).join('\n')}`,
  );
}
