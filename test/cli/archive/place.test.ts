/** Where containers lie, and that nothing stands under its name that was not read back. */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ArchivePlaces, containerName } from '../../../src/cli/archive/place.js';
import { EdocError } from '../../../src/errors.js';
import { codeOf } from '../../store/samples.js';

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
    const read = await places.keep(
      free,
      (path) => writeFile(path, 'container'),
      async (path) => {
        expect(path).to.not.equal(places.path(free));
        expect(await files()).to.have.length(1);
        return 'read';
      },
    );
    expect(read).to.equal('read');
    await places.finish();
    expect(await files()).to.deep.equal([free]);
    expect((await stat(places.path(free))).mode & 0o777).to.equal(0o600);
    expect(await places.names(id, at)).to.deep.equal({ taken: [free], free: `2026/11/${id}-2.asice` });
  });

  it('stays free where writing or reading back fails, and what a dead run left is removed', async () => {
    const places = new ArchivePlaces(root, 'h41');
    await places.prepare();
    const { free } = await places.names(id, at);
    const fails = async () => {
      throw new EdocError('container.crc');
    };
    const write = (path: string) => writeFile(path, 'container');
    expect(await codeOf(places.keep(free, write, fails))).to.equal('container.crc');
    expect(await codeOf(places.keep(free, fails, async () => undefined))).to.equal('container.crc');
    expect(await files()).to.deep.equal([]);
    // Not the other node's, which may be at work.
    await new ArchivePlaces(root, 'g22').keep(containerName(id, at, 9), write, async () => undefined);
    await writeFile(join(root, '.unfinished-g22', 'left.asice'), '');
    await places.prepare();
    expect(await files()).to.have.length(2);
    await new ArchivePlaces(root, 'g22').prepare();
    expect(await files()).to.deep.equal([containerName(id, at, 9)]);
  });

  it('is refused in a folder that cannot be written (cli.file-unwritable)', async () => {
    await writeFile(join(root, 'file'), '');
    const places = new ArchivePlaces(join(root, 'file', 'archive'), 'h41');
    expect(await codeOf(places.prepare())).to.equal('cli.file-unwritable');
  });
});
