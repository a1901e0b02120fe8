import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { whileReadingBackups } from '../../../src/store/index.js';
import { type AgentHome, makeAgentHome } from '../agent-home.js';
import { type Ended, edoc } from '../edoc.js';

describe('edoc agent backup --keep', () => {
  let root: string;
  let to: string;
  let home: AgentHome;

  before(async () => {
    home = await makeAgentHome();
    for (const name of ['node.pem', 'h41.pem']) await writeFile(join(home.directory, name), 'a certificate');
    root = await mkdtemp(join(tmpdir(), 'edoc-keep-'));
  });

  beforeEach(() => {
    to = join(root, 'backup');
  });

  afterEach(() => rm(to, { recursive: true, force: true }));

  after(async () => {
    await rm(root, { recursive: true });
    await home.remove();
  });

  const backUp = (...more: string[]): Promise<Ended> =>
    edoc(['agent', 'backup', '--agent', home.directory, '--to', to, ...more]);
  const snapshots = () => readdir(join(to, 'snapshots'));

  it('removes the earlier ones behind a new one, and says how many', async () => {
    for (let made = 0; made < 3; made += 1) expect((await backUp()).code).to.equal(0);
    const [, , third] = await snapshots();
    const { code, out } = await backUp('--keep', '2');
    expect(out).to.match(/Removed 2 earlier backups \(.+\) and 0 attachments of theirs \(0 B\)/);
    expect(code).to.equal(0);
    const left = await snapshots();
    expect(left).to.have.length(2).and.include(third);
    for (const name of left) {
      const check = await edoc(['agent', 'check', '--backup', to, '--snapshot', name]);
      expect(check.code, check.out + check.err).to.equal(0);
    }
    const again = await backUp('--keep', '1', '--lang', 'vi');
    expect(again.out).to.contain('Đã xóa 2 bản sao lưu cũ').and.contain('0 tệp đính kèm của các bản đó');
    const json: unknown = JSON.parse((await backUp('--keep', '1', '--json')).out);
    expect(json).to.have.nested.property('removed.backups.count', 1);
    expect(json).to.have.nested.property('removed.contents.count', 0);
  });

  it('keeps everything where one cannot be read: the backup is made, and the code is 1', async () => {
    await backUp();
    const [first = ''] = await snapshots();
    await rm(join(to, 'snapshots', first, 'store.db'));
    const { code, out, err } = await backUp('--keep', '1');
    expect(out).to.contain('Backed up and verified');
    expect(err).to.contain('[backup.unreadable]').and.contain(first);
    expect(code).to.equal(1);
    const { code: again, out: json } = await backUp('--keep', '1', '--json');
    expect(again).to.equal(1);
    const document: unknown = JSON.parse(json);
    expect(document).to.have.property('verified', true);
    expect(document).to.have.nested.property('notRemoved.code', 'backup.unreadable');
    expect(await snapshots())
      .to.have.length(3)
      .and.include(first);
  });

  it('leaves them for the next time while somebody reads them, and who reads waits for no backup', async () => {
    await backUp();
    await whileReadingBackups(to, async () => {
      const { code, out } = await backUp('--keep', '1');
      expect(out).to.contain('Note:').and.contain('[backup.being-read]');
      expect(code).to.equal(0);
      expect((await edoc(['agent', 'restore', to, '--list'])).out.trim().split('\n')).to.have.length(2);
    });
    expect((await backUp('--keep', '1')).code).to.equal(0);
    expect(await snapshots()).to.have.length(1);
  });

  it('removes nothing behind a backup that is not whole (content.missing)', async () => {
    await backUp();
    const elsewhere = join(root, 'damaged');
    await cp(home.directory, elsewhere, { recursive: true });
    await rm(join(elsewhere, 'data', 'content'), { recursive: true });
    await rm(join(to, 'content'), { recursive: true });
    const { code, err } = await edoc([
      ...['agent', 'backup', '--agent', elsewhere, '--to', to],
      ...['--keep', '1'],
    ]);
    expect(err).to.contain('[content.missing]');
    expect(code).to.equal(1);
    expect(await snapshots()).to.have.length(1);
  });

  it('takes no number below one (cli.value)', async () => {
    const { code, err } = await backUp('--keep', '0');
    expect(err).to.contain('[cli.value]').and.contain('--keep');
    expect(code).to.equal(2);
  });
});
