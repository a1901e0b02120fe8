import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { edoc } from '../edoc.js';
import { SealedFiles, sha256 } from '../sealed-files.js';

interface FileReport {
  readonly file: string;
  readonly sha256: string | null;
  readonly indication: string;
  readonly subIndication?: string;
  readonly findings: { readonly code: string }[];
}

describe('edoc verify of copies beside packets', () => {
  let folder: string;
  const changed = Buffer.from('%PDF-1.4 nội dung khác');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-copies-'));
    const files = await SealedFiles.create();
    await put('root.pem', files.rootPem);
    // Two documents whose attachments have one name, as many have.
    for (const [place, text] of [
      ['one', 'nội dung một'],
      ['two', 'nội dung hai'],
    ] as const) {
      const bytes = Buffer.from(`%PDF-1.4 ${text}`);
      await mkdir(join(folder, place, 'attachments'), { recursive: true });
      await put(`${place}/document.edxml`, (await files.document([{ name: 'Công văn.pdf', bytes }])).bytes);
      await put(`${place}/attachments/Công văn.pdf`, bytes);
    }
  });

  after(() => rm(folder, { recursive: true }));

  const put = (name: string, octets: Uint8Array | string) => writeFile(join(folder, name), octets);

  async function verify(...args: string[]): Promise<{ code: number | null; files: FileReport[] }> {
    const during = ['--trust', 'root.pem', '--at', '2026-06-02T00:00:00Z', '--json'];
    const { code, out } = await edoc(['verify', ...args, ...during], { cwd: folder });
    return { code, files: JSON.parse(out).files };
  }

  it('holds each against the packet that it lies beside, and lets other files be', async () => {
    await put('one/attachments/ghi chú.txt', 'of the auditor');
    const { code, files } = await verify('one', 'two');
    expect(files.map(({ indication }) => indication)).to.deep.equal(['TOTAL-PASSED', 'TOTAL-PASSED']);
    expect(code).to.equal(0);
  });

  it('tells the one that was changed, which no seal is over, and leaves the packet its verdict', async () => {
    await put('two/attachments/Công văn.pdf', changed);
    const { code, files } = await verify('one', 'two');
    expect(code).to.equal(1);
    expect(files.map(({ indication }) => indication)).to.deep.equal([
      ...['TOTAL-PASSED', 'TOTAL-PASSED'],
      'TOTAL-FAILED',
    ]);
    expect(files[2]).to.include({
      ...{ file: 'two/attachments/Công văn.pdf', subIndication: 'HASH_FAILURE' },
      sha256: sha256(changed),
    });
    expect(files[2]?.findings.map((finding) => finding.code)).to.deep.equal(['verify.copy-differs']);
  });

  it('does so where the copy is given by itself', async () => {
    await put('Công văn.pdf', changed);
    const { code, files } = await verify('one/document.edxml', '--attachment', 'Công văn.pdf');
    expect([code, files[1]?.findings[0]?.code]).to.deep.equal([1, 'verify.copy-differs']);
  });
});
