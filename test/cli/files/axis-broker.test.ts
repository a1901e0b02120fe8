import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AxisConfig } from '../../../src/axis/index.js';
import { writeAxisBroker } from '../../../src/cli/files/axis-broker.js';
import { setUpAxis } from '../../../src/cli/files/axis-setup.js';
import { synced } from '../synced.js';

describe('the files of the axis’s broker', () => {
  let folder: string;
  let config: AxisConfig;
  const passphrase = 'mật khẩu';
  const broker = (...names: string[]) => join(folder, 'broker', ...names);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-axis-broker-'));
    const management = { host: 'localhost', port: 15_671 };
    const setup = { name: 'Trục', host: 'a.gov.vn', furtherHosts: ['b.gov.vn', 'c.gov.vn'], management };
    ({ config } = await setUpAxis(folder, { ...setup, keyKind: 'ecdsa-p256', passphrase }, new Date()));
  });

  after(() => rm(folder, { recursive: true }));

  async function contents(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const entry of await readdir(broker(), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) found[path.slice(broker().length + 1)] = await readFile(path, 'utf8');
    }
    return found;
  }

  it('are all those of before where not all new ones can be written, and nothing else is left', async () => {
    const before = await contents();
    expect(Object.keys(before)).to.have.length(3 * 12);
    await writeFile(
      join(folder, 'certs', 'root.pem'),
      `${await readFile(join(folder, 'certs', 'root.pem'), 'utf8')}\n`,
    );
    // As on a disk that is full: no file may be larger than a kilobyte, which the configuration is.
    const module = JSON.stringify(new URL('../../../src/cli/files/axis-broker.js', import.meta.url).href);
    const script = `const { writeAxisBroker } = await import(${module});
      const [folder, config, passphrase] = JSON.parse(process.argv[1]);
      await writeAxisBroker(folder, config, passphrase).catch((error) => console.log(error.code));`;
    const given = JSON.stringify([folder, config, passphrase]);
    const node = [process.execPath, '--input-type=module', '-e', script, given];
    const { stdout } = spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 2; exec "$@"', 'sh', ...node], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).to.equal('cli.file-unwritable');
    expect(await contents()).to.deep.equal(before);
  });

  it('are flushed to the disk before the first of them is replaced, what names others behind what it names', async () => {
    const flushed = await synced(() => writeAxisBroker(folder, config, passphrase));
    const own = flushed.filter((path) => path.startsWith(broker()));
    // The files of all hosts under names that nobody reads; only then the folders, behind the names in them.
    const folders = ['a', 'b', 'c'].flatMap((host) => [
      broker(`${host}.gov.vn`, 'tls'),
      broker(`${host}.gov.vn`),
    ]);
    expect(own.slice(-folders.length)).to.deep.equal(folders);
    const files = own.slice(0, -folders.length).filter((path) => path.includes('/.new-'));
    expect(files).to.have.length(3 * 12);
    const [first = '', ...others] = files.slice(0, 12).map((path) => path.replace(/.*\/\.new-\w+\//, ''));
    expect(first).to.match(/^tls\//);
    expect(others.at(-1)).to.match(/^rabbitmq/);
    expect(others.findLastIndex((name) => name.startsWith('tls/'))).to.be.below(
      others.indexOf('rabbitmq.conf'),
    );
    expect(await readFile(broker('a.gov.vn', 'tls', 'ca.pem'), 'utf8')).to.match(/\n\n$/);
  });

  it('keep the owner and the rights that somebody gave them, and are not replaced by the same', async () => {
    const key = broker('a.gov.vn', 'tls', 'broker.key');
    const definitions = broker('a.gov.vn', 'definitions.json');
    await chmod(definitions, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(definitions, 65_534, 65_534);
    const before = [await stat(key), await stat(definitions)];
    await writeAxisBroker(folder, config, passphrase);
    const after = [await stat(key), await stat(definitions)];
    expect(after[0]?.ino).to.equal(before[0]?.ino);
    expect(after[1]?.ino).not.to.equal(before[1]?.ino);
    expect(after.map(({ mode, uid, gid }) => [mode, uid, gid])).to.deep.equal(
      before.map(({ mode, uid, gid }) => [mode, uid, gid]),
    );
  });

  it('leave nothing of what a killed command had begun', async () => {
    const before = Object.keys(await contents());
    const begun = spawnSync('mkdir', ['-p', broker('a.gov.vn', '.new-0123456789ab', 'tls')]);
    expect(begun.status).to.equal(0);
    await writeFile(broker('a.gov.vn', '.new-0123456789ab', 'tls', 'broker.key'), 'KEY');
    await writeAxisBroker(folder, config, passphrase);
    expect(Object.keys(await contents())).to.have.members(before);
    expect(await readdir(broker('a.gov.vn'))).not.to.include('.new-0123456789ab');
  });
});
