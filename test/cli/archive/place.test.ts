/** Where containers lie, and that nothing stands under its name that was not read back. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { ArchivePlaces, containerName } from '../../../src/cli/archive/place.js';
import { EdocError } from '../../../src/errors.js';
import { codeOf } from '../../store/samples.js';
import { synced } from '../synced.js';

const id = '01936f1e-2c00-7abc-8def-0123456789ab';
const at = new Date('2026-11-20T02:00:00Z');

describe('the place of a container in the archive', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'edoc-place-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const files = async () =>
    (await readdir(root, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));

  it('goes by the months of Vietnam, and by number from the second on', () => {
    expect(containerName(id, new Date('2025-12-31T16:59:59Z'), 1)).to.equal(`2025/12/${id}.asice`);
    expect(containerName(id, new Date('2025-12-31T17:00:00Z'), 1)).to.equal(`2026/01/${id}.asice`);
    expect(containerName(id, at, 2)).to.equal(`2026/11/${id}-2.asice`);
  });

  it('is taken only when the file was read back, and is its owner’s alone', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await places.prepare();
    const { taken, free } = await places.names(id, at);
    expect([taken, free]).to.deep.equal([[], `2026/11/${id}.asice`]);
    const kept = await places.keep(
      { packetId: id, at },
      (path) => writeFile(path, 'container'),
      async (path) => {
        expect(path).to.not.equal(places.path(free));
        expect(await files()).to.have.length(1);
        return 'read';
      },
    );
    expect(kept).to.deep.equal({ name: free, container: 'read' });
    await places.finish();
    expect(await files()).to.deep.equal([free]);
    expect((await stat(places.path(free))).mode & 0o777).to.equal(0o600);
    expect(await places.names(id, at)).to.deep.equal({ taken: [free], free: `2026/11/${id}-2.asice` });
  });

  it('stays free where writing or reading back fails, and what a dead run left is removed', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await places.prepare();
    const document = { packetId: id, at };
    const fails = async () => {
      throw new EdocError('container.crc');
    };
    const write = (path: string) => writeFile(path, 'container');
    expect(await codeOf(places.keep(document, write, fails))).to.equal('container.crc');
    expect(await codeOf(places.keep(document, fails, async () => undefined))).to.equal('container.crc');
    expect(await files()).to.deep.equal([]);
    // Not the other node's, which may be at work.
    await new ArchivePlaces(root, 'g22').keep(document, write, async () => undefined);
    await writeFile(join(root, '.unfinished-g22', 'left.asice'), '');
    await places.prepare();
    expect(await files()).to.have.length(2);
    await new ArchivePlaces(root, 'g22').prepare();
    expect(await files()).to.deep.equal([containerName(id, at, 1)]);
  });

  it('replaces nothing, also not what another node put there while it was packed', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await places.prepare();
    const kept = await places.keep(
      { packetId: id, at },
      (path) => writeFile(path, 'of h41'),
      () =>
        new ArchivePlaces(root, 'g22').keep(
          { packetId: id, at },
          (path) => writeFile(path, 'of g22'),
          async () => undefined,
        ),
    );
    expect(kept.name).to.equal(containerName(id, at, 2));
    expect(await readFile(places.path(containerName(id, at, 1)), 'utf8')).to.equal('of g22');
    expect(await readFile(places.path(kept.name), 'utf8')).to.equal('of h41');
  });

  it('is never the last one that there can be, where that is taken (cli.file-exists)', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await mkdir(dirname(places.path(containerName(id, at, 1))), { recursive: true });
    for (let number = 1; number <= 99; number += 1) {
      await writeFile(places.path(containerName(id, at, number)), String(number));
    }
    expect(await codeOf(places.names(id, at))).to.equal('cli.file-exists');
    const write = (path: string) => writeFile(path, 'container');
    expect(await codeOf(places.keep({ packetId: id, at }, write, async () => undefined))).to.equal(
      'cli.file-exists',
    );
    expect(await readFile(places.path(containerName(id, at, 99)), 'utf8')).to.equal('99');
  });

  it('is not taken for free where the folder does not tell (cli.file-unwritable)', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await writeFile(join(root, '2026'), 'no folder');
    expect(await codeOf(places.names(id, at))).to.equal('cli.file-unwritable');
  });

  it('is durable up to the folder of the archive, also where a run that died had named it', async () => {
    const places = new ArchivePlaces(root, 'h41');
    const name = containerName(id, at, 1);
    const path = places.path(name);
    const folders = [dirname(path), join(root, '2026'), root];
    // The folders are there, and nobody knows whether that is durable.
    await mkdir(dirname(path), { recursive: true });
    const write = (file: string) => writeFile(file, 'container');
    const keep = () => places.keep({ packetId: id, at }, write, async () => undefined);
    expect(await synced(keep)).to.include.members(folders);
    expect(await synced(() => places.secure(name))).to.deep.equal([path, ...folders]);
  });

  it('is refused in a folder that cannot be written (cli.file-unwritable)', async () => {
    await writeFile(join(root, 'file'), '');
    const places = new ArchivePlaces(join(root, 'file', 'archive'), 'h41');
    expect(await codeOf(places.prepare())).to.equal('cli.file-unwritable');
  });
});
