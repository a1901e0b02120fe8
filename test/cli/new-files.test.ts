import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { safeNames, writeNewFiles } from '../../src/cli/new-files.js';
import { EdocError } from '../../src/errors.js';

describe('files that are saved', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-new-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('are written with the folders that they need', async () => {
    const paths = await writeNewFiles(join(folder, 'a', 'b'), [
      { name: 'one.txt', content: 'một' },
      { name: 'deep/two.bin', content: Uint8Array.of(1, 2) },
    ]);
    expect(paths).to.deep.equal([join(folder, 'a/b/one.txt'), join(folder, 'a/b/deep/two.bin')]);
    expect(await readFile(paths[1] ?? '')).to.deep.equal(Buffer.of(1, 2));
  });

  it('are refused where the file system takes no folders', async () => {
    const writing = writeNewFiles('/proc/edoc/saved', [{ name: 'one', content: 'new' }]);
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-unwritable');
  });

  it('are not written at all where one of them is there', async () => {
    await writeFile(join(folder, 'two'), 'old');
    const writing = writeNewFiles(folder, [
      { name: 'one', content: 'new' },
      { name: 'two', content: 'new' },
    ]);
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-exists');
    expect(await readdir(folder)).to.deep.equal(['two']);
    expect(await readFile(join(folder, 'two'), 'utf8')).to.equal('old');
  });

  it('are called so that none hides, climbs, or shows another ending than it has', () => {
    expect(safeNames(['.bashrc', '-rf', 'a/../../b', 'hóa đơn\u202efdp.exe'])).to.deep.equal([
      '_.bashrc',
      '_-rf',
      'a_.._.._b',
      'hóa đơn_fdp.exe',
    ]);
  });

  it('are never longer than a file system takes', async () => {
    const longest = `${'a'.repeat(251)}.pdf`;
    const names = safeNames([
      `.${'b'.repeat(254)}`,
      longest,
      longest.toUpperCase(),
      `x.${'đ'.repeat(126)}`,
      `X.${'đ'.repeat(126)}`,
    ]);
    expect(names.map((name) => Buffer.byteLength(name) <= 255)).to.deep.equal(names.map(() => true));
    expect(new Set(names.map((name) => name.toLowerCase())).size).to.equal(names.length);
    expect(names[2]).to.match(/^A+ \(2\)\.PDF$/);
    expect(
      await writeNewFiles(
        folder,
        names.map((name) => ({ name, content: '' })),
      ),
    ).to.have.length(5);
  });

  it('are told apart where only the case differs', () => {
    expect(safeNames(['Công văn.pdf', 'công văn.PDF', 'x', 'X'])).to.deep.equal([
      'Công văn.pdf',
      'công văn (2).PDF',
      'x',
      'X (2)',
    ]);
  });
});
