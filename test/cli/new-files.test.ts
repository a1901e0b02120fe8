import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { safeNames, writeNewFiles } from '../../src/cli/new-files.js';
import { EdocError } from '../../src/errors.js';
import { synced } from './synced.js';

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

  it('have no names before all of them are whole', async () => {
    const seen: string[][] = [];
    async function* second() {
      yield Buffer.from('a half');
      seen.push(await readdir(folder));
      yield Buffer.from(' and the other');
    }
    const paths = await writeNewFiles(folder, [
      { name: 'one', content: 'first' },
      { name: 'two', content: second() },
    ]);
    expect(seen).to.have.length(1);
    expect(seen[0]).not.to.include.members(['one']).and.not.to.include.members(['two']);
    expect((await readdir(folder)).sort()).to.deep.equal(['one', 'two']);
    expect(await readFile(paths[1] ?? '', 'utf8')).to.equal('a half and the other');
  });

  it('leave nothing of any of them behind where one cannot be written, nor a folder that was made for them', async () => {
    async function* failing() {
      yield Buffer.from('a half');
      throw new EdocError('content.missing', { detail: { sha256: 'ab' } });
    }
    const writing = writeNewFiles(join(folder, 'a', 'b'), [
      { name: 'one', content: 'first' },
      { name: 'deep/two', content: failing() },
    ]);
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'content.missing');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('leave no folder behind where one below it cannot be made (cli.file-unwritable)', async () => {
    const writing = writeNewFiles(join(folder, 'a', 'b'.repeat(256)), [{ name: 'one', content: 'first' }]);
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-unwritable');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('replace nothing that came under a name of theirs meanwhile (cli.file-exists)', async () => {
    async function* content() {
      yield Buffer.from('new');
      await writeFile(join(folder, 'two'), 'of another');
    }
    const writing = writeNewFiles(folder, [
      { name: 'one', content: 'new' },
      { name: 'two', content: content() },
    ]);
    const error: unknown = await writing.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-exists');
    expect(await readdir(folder)).to.deep.equal(['two']);
    expect(await readFile(join(folder, 'two'), 'utf8')).to.equal('of another');
  });

  it('are not written behind a link that leads nowhere (cli.file-exists)', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'one'));
    const error: unknown = await writeNewFiles(folder, [{ name: 'one', content: 'new' }]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(EdocError).with.property('code', 'cli.file-exists');
    expect(await readdir(folder)).to.deep.equal(['one']);
  });

  it('are durable, with the folders that were made for them, and have the rights that the person gives new files', async () => {
    const into = join(folder, 'a', 'b');
    const before = process.umask(0o027);
    try {
      const flushed = await synced(() => writeNewFiles(into, [{ name: 'one', content: 'new' }]));
      expect(flushed).to.include.members([folder, dirname(into), into]);
      expect(flushed.filter((path) => dirname(path) === into)).to.have.length(1);
      expect(flushed.map((path) => basename(path))).not.to.include('one');
    } finally {
      process.umask(before);
    }
    expect((await stat(join(into, 'one'))).mode & 0o777).to.equal(0o640);
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
