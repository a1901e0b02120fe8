import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { edoc } from './edoc.js';

describe('a place that the system refuses', () => {
  let folder: string;
  /** Below a file there is nothing to read or to write, for root neither. */
  let below: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-places-'));
    await writeFile(join(folder, 'file'), 'octets');
    below = join(folder, 'file', 'inside');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('is named as what cannot be read, where an axis was said to be', async () => {
    const { code, err } = await edoc(['axis', 'status', '--dir', below]);
    expect(err).to.contain('[cli.file-unreadable]').and.contain(below);
    expect(code).to.equal(1);
  });

  it('is named as what cannot be written, where a node or an axis was to be', async () => {
    for (const args of [
      ['agent', 'init', '--dir', below, '--node', 'h9', '--agency', 'H9', '--name', 'x'],
      ['axis', 'init', '--dir', below, '--name', 'x', '--host', 'localhost'],
    ]) {
      const { code, err } = await edoc(args);
      expect(err, args.join(' '))
        .to.match(/\[cli\.file-un(writable|readable)\]/)
        .and.contain(below);
      expect(code).to.equal(1);
    }
  });

  it('is named too where the file system takes no folders at all', async () => {
    for (const args of [
      ['agent', 'init', '--dir', '/proc/edoc', '--node', 'h9', '--agency', 'H9', '--name', 'x'],
      ['axis', 'init', '--dir', '/proc/edoc', '--name', 'x', '--host', 'localhost'],
    ]) {
      const { code, err } = await edoc(args);
      expect(err).to.contain('[cli.file-unwritable]').and.contain('/proc/edoc');
      expect(code).to.equal(1);
    }
  });

  it('is not told as a folder without backups', async () => {
    const backups = join(folder, 'backups');
    await mkdir(backups);
    expect((await edoc(['agent', 'restore', backups, '--list'])).err).to.contain('[backup.none]');
    await symlink('snapshots', join(backups, 'snapshots'));
    const { code, err } = await edoc(['agent', 'restore', backups, '--list']);
    expect(err).to.contain('[store.io]').and.contain('ELOOP');
    expect(code).to.equal(6);
  });

  it('is not where a backup is that was named wrongly: which one there is not is said', async () => {
    const backups = join(folder, 'named');
    await mkdir(join(backups, 'snapshots', 'one'), { recursive: true });
    await writeFile(join(backups, 'snapshots', 'one', 'backup.json'), '{}');
    const { code, err } = await edoc(['agent', 'check', '--backup', backups, '--snapshot', 'two']);
    expect(err).to.contain('[backup.unknown]').and.contain('two').and.contain('--list');
    expect(code).to.equal(4);
  });

  it('is told as a folder without containers where other sealed files lie', async () => {
    const saved = join(folder, 'saved');
    await mkdir(saved);
    const axis = join(folder, 'axis');
    await edoc([
      'axis',
      'init',
      '--dir',
      axis,
      '--name',
      'x',
      '--host',
      'localhost',
      '--key-type',
      'ecdsa-p256',
    ]);
    await writeFile(join(saved, 'document.edxml'), '<x/>');
    const { err } = await edoc(['evidence', 'verify', saved, '--trust', join(axis, 'trust.pem')]);
    expect(err).to.contain('[verify.no-container]').and.contain('edoc verify');
  });
});
