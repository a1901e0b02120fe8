import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificateToPem } from '../../../src/signing/index.js';
import { cmsSigner, plainPdf, signPdf, updatePdf } from '../../evidence/signed-pdf.js';
import { makeAuthority } from '../../signing/citizens.js';
import { edoc } from '../edoc.js';
import { SealedFiles } from '../sealed-files.js';

interface Told {
  readonly attachment: string;
  readonly indication: string;
  readonly subIndication?: string;
}

describe('edoc verify, inside attachments and outside the axis', () => {
  let folder: string;

  const put = (name: string, octets: Uint8Array | string) => writeFile(join(folder, name), octets);
  const verify = (...args: string[]) =>
    edoc(['verify', ...args, '--trust', 'root.pem', '--at', '2026-06-02T00:00:00Z'], { cwd: folder });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-embedded-'));
    const files = await SealedFiles.create();
    const authority = await makeAuthority();
    const signed = await signPdf(await plainPdf(), cmsSigner(await authority.identity()));
    const broken = Buffer.from(signed);
    broken[20] = (broken[20] ?? 0) ^ 1;
    const packet = await files.document([
      { name: 'Công văn.pdf', bytes: signed },
      { name: 'Bản nháp.pdf', bytes: await plainPdf() },
      { name: 'Sửa.pdf', bytes: broken },
      { name: 'ghi chú.txt', bytes: Buffer.from('không phải PDF') },
    ]);
    await put('root.pem', files.rootPem);
    await put('authorities.pem', certificateToPem(authority.root));
    await put('packet.edxml', packet.bytes);
    const large = updatePdf(signed);
    const parts = [
      { name: 'Lớn.pdf', bytes: large },
      { name: 'phụ lục.bin', bytes: Buffer.alloc(300_000, 7) },
    ];
    await put('large.edxml', (await files.document(parts)).bytes);
    await put('beside.pdf', large);
  });

  after(() => rm(folder, { recursive: true }));

  it('tells of each PDF in a packet whether it is signed, by whom, and what is covered', async () => {
    const { code, out } = await verify('packet.edxml', '--pdf-trust', 'authorities.pem');
    expect(code).to.equal(0);
    expect(out).to.contain('Signatures inside PDF attachments');
    expect(out).to.match(/✔ VALID {2}Công văn\.pdf\n +UBND tỉnh Nghệ An/);
    expect(out).to.contain('2026-06-01 15:00:00 +07 (by the signer’s word); covers the whole file');
    expect(out).to.match(/Bản nháp\.pdf \([\d.]+ kB; PDF without a signature inside\)/);
    expect(out).to.contain('✘ NOT VALID: something was changed after it was sealed  Sửa.pdf');
    expect(out).to.match(/ghi chú\.txt \(\d+ B\)/);
  });

  it('calls nothing valid in a locked PDF without a signature, nor what looks like one and cannot be read', async () => {
    const plain = (await plainPdf()).toString('latin1');
    const locked = Buffer.from(plain.replace('/Root', '/Encrypt 9 0 R /Root'), 'latin1');
    const unread = Buffer.from(`${plain}\n<< /ByteRange [0 1 ( 2 3] >>\n`, 'latin1');
    const files = await SealedFiles.create();
    await put('other.pem', files.rootPem);
    await put(
      'locked.edxml',
      (
        await files.document([
          { name: 'Khóa.pdf', bytes: locked },
          { name: 'Lạ.pdf', bytes: unread },
        ])
      ).bytes,
    );
    const line = ['verify', 'locked.edxml', '--trust', 'other.pem', '--at', '2026-06-02T00:00:00Z'];
    const { out } = await edoc([...line, '--json'], { cwd: folder });
    const [{ embedded, attachments }] = JSON.parse(out).files;
    expect(attachments.map((one: { signatures: number }) => one.signatures)).to.deep.equal([0, 0]);
    expect(embedded.map((one: Told) => [one.attachment, one.indication, one.subIndication])).to.deep.equal([
      ['Lạ.pdf', 'INDETERMINATE', 'NOT_EXAMINED'],
    ]);
    expect(embedded[0].findings[0].code).to.equal('pdf.dictionary');
    expect((await edoc(line, { cwd: folder })).out).not.to.match(/✔ VALID {2}(Khóa|Lạ)\.pdf/);
  });

  it('says in Vietnamese that the issuer was not checked where no roots are given', async () => {
    const { out } = await verify('packet.edxml', '--lang', 'vi');
    expect(out)
      .to.contain('? CHƯA KẾT LUẬN ĐƯỢC: chứng thư không thuộc gốc được tin cậy  Công văn.pdf')
      .and.contain('--pdf-trust');
  });

  it('has all of it as JSON, with the file', async () => {
    const { code, out } = await verify('packet.edxml', '--pdf-trust', 'authorities.pem', '--json');
    expect(code).to.equal(0);
    const report = JSON.parse(out);
    const [{ embedded, attachments }] = report.files;
    expect(embedded.map((one: Told) => [one.attachment, one.indication, one.subIndication])).to.deep.equal([
      ['Công văn.pdf', 'TOTAL-PASSED', undefined],
      ['Sửa.pdf', 'TOTAL-FAILED', 'HASH_FAILURE'],
    ]);
    expect(embedded[0]).to.include({
      signer: 'UBND tỉnh Nghệ An',
      claimedSigningTime: '2026-06-01T08:00:00.000Z',
      coversWholeFile: true,
    });
    expect(attachments.map(({ signatures }: { signatures?: number }) => signatures)).to.deep.equal([
      1,
      0,
      1,
      undefined,
    ]);
    expect(report.pdfTrust).to.have.length(1);
  });

  it('looks into attachments that are given beside their packet', async () => {
    const { code, out } = await verify(
      'large.edxml',
      ...['--attachment', 'beside.pdf', '--pdf-trust', 'authorities.pem', '--json'],
    );
    expect(code).to.equal(0);
    const [{ embedded, attachments }] = JSON.parse(out).files;
    expect(attachments[0]).to.include({ outcome: 'agrees', signatures: 1 });
    // What was added after the signature is what people see.
    expect(embedded[0]).to.include({ attachment: 'Lớn.pdf', coversWholeFile: false });
    expect(embedded[0]).to.include({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      decidedBy: 'pdf.appended',
    });
    expect(embedded[0].findings.map((one: { code: string }) => one.code)).to.include('pdf.appended');
    const without = JSON.parse((await verify('large.edxml', '--json')).out).files[0];
    expect(without.embedded).to.deep.equal([]);
  });

  it('has them in the report for the file', async () => {
    const { code } = await verify(
      'packet.edxml',
      '--pdf-trust',
      'authorities.pem',
      '--report',
      'report.html',
    );
    expect(code).to.equal(0);
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page).to.contain('Signatures inside attachments').and.contain('UBND tỉnh Nghệ An');
    expect(page).to.contain('TOTAL-FAILED / HASH_FAILURE').and.contain('PDF without a signature inside');
  });

  it('says of a message of another system what it is, and what its signature is worth', async () => {
    const message = (signature: string) =>
      `<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader>` +
      '<edXML:MessageHeader><edXML:From><edXML:OrganId>H41</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>H53</edXML:OrganId></edXML:To></edXML:MessageHeader>' +
      `${signature}</edXML:edXMLHeader><edXML:edXMLBody/></edXML:edXMLEnvelope></edXML>`;
    await put('foreign.edxml', message('<Signature><SignedInfo/></Signature>'));
    const { code, out } = await verify('foreign.edxml', '--json');
    expect(code).to.not.equal(0);
    const [file] = JSON.parse(out).files;
    expect(file.indication).to.equal('TOTAL-FAILED');
    expect(file.findings.map(({ code }: { code: string }) => code)).to.deep.equal([
      'verify.not-sealed',
      'foreign.message',
      'foreign.signature-malformed',
    ]);
    await put('foreign.edxml', message(''));
    expect((await verify('foreign.edxml')).out)
      .to.contain('from H41')
      .and.contain('carries no signature');
  });
});
