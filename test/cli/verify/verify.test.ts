import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { edoc } from '../edoc.js';
import { SealedFiles, type SealedPacket, sha256 } from '../sealed-files.js';

const during = ['--at', '2026-06-02T00:00:00Z'];

interface FileReport {
  readonly indication: string;
  readonly subIndication?: string;
  readonly kind: string | null;
  readonly checked: string[];
  readonly notChecked: { check: string; why: { vi: string; en: string } }[];
  readonly findings: { code: string; severity: string }[];
  readonly attachments?: { name: string; outcome: string }[];
}

describe('edoc verify', () => {
  let folder: string;
  let files: SealedFiles;
  let packet: SealedPacket;
  const pdf = { name: 'Công văn.pdf', bytes: Buffer.from('%PDF-1.4 nội dung') };
  const large = { name: 'phụ lục.bin', bytes: Buffer.alloc(300_000, 7) };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-verify-'));
    files = await SealedFiles.create();
    packet = await files.document([pdf]);
    await put('root.pem', Buffer.from(files.rootPem));
    await put('packet.edxml', packet.bytes);
    await put('receipt.xml', await files.receipt(packet));
  });

  after(() => rm(folder, { recursive: true }));

  const put = (name: string, octets: Uint8Array) => writeFile(join(folder, name), octets);

  const verify = (...args: string[]) => edoc(['verify', ...args, '--trust', 'root.pem'], { cwd: folder });

  async function report(...args: string[]): Promise<{ code: number | null; files: FileReport[] }> {
    const { code, out } = await verify(...args, '--json');
    return { code, files: JSON.parse(out).files };
  }

  const left = (file: FileReport | undefined) => (file?.notChecked ?? []).map(({ check }) => check);
  const codes = (file: FileReport | undefined) => (file?.findings ?? []).map((finding) => finding.code);

  it('says of a sealed packet who sealed what, and what was checked', async () => {
    const { code, out, err } = await verify('packet.edxml', ...during);
    expect(code).to.equal(0);
    expect(err).to.equal('');
    expect(out).to.contain('✔ VALID  packet.edxml').and.contain(packet.packetId);
    expect(out).to.contain('7816/VPCP-KSTT, 2026-06-01').and.contain('Về việc góp ý dự thảo Nghị định');
    expect(out).to.contain('✔ agrees  Công văn.pdf');
    expect(out).to.contain('Cơ quan H41').and.contain('2026-06-01 15:00:00 +07');
    expect(out).to.contain('Valid, judged for 2026-06-02 07:00:00 +07 against Trục thử nghiệm.');
  });

  it('speaks Vietnamese, with Vietnamese dates', async () => {
    const { out } = await verify('packet.edxml', ...during, '--lang', 'vi');
    expect(out).to.contain('✔ HỢP LỆ').and.contain('01/06/2026 15:00:00 (+07)').and.contain('Chưa kiểm tra');
  });

  it('says what a status means, and the reason that was given', async () => {
    await put('refusal.edxml', (await files.status('02', packet)).bytes);
    const { out } = await verify('refusal.edxml', ...during);
    expect(out).to.match(/^ {2}Status +02 Refused/m);
  });

  describe('of a saved folder', () => {
    before(async () => {
      await mkdir(join(folder, 'saved/attachments'), { recursive: true });
      await put('saved/document.edxml', packet.bytes);
      await put('saved/receipt-H53.xml', await files.receipt(packet));
      await put('saved/message.xml', Buffer.from('<readable/>'));
      await put('saved/attachments/Công văn.pdf', pdf.bytes);
      await mkdir(join(folder, 'saved-nothing'));
    });

    it('takes the sealed files, and not the copy for reading', async () => {
      const { code, files: reports } = await report('saved', ...during);
      expect(code).to.equal(0);
      expect(reports).to.have.length(2);
      expect(reports[1]?.checked).to.include('packet');
    });

    it('passes no file over for what it contains', async () => {
      await put('saved/receipt-H54.xml', Buffer.from('damaged'));
      const { code, files: reports } = await report('saved', ...during);
      await rm(join(folder, 'saved/receipt-H54.xml'));
      expect(code).to.equal(1);
      expect(codes(reports[2])).to.deep.equal(['verify.not-sealed']);
    });

    it('says that there is nothing to verify', async () => {
      const { code, err } = await verify('saved-nothing');
      expect(code).to.equal(1);
      expect(err).to.contain('[verify.empty-folder]');
    });
  });

  it('recognises each kind of file by itself', async () => {
    await put('status.edxml', (await files.status('02', packet)).bytes);
    await put('page.xml', await files.directory({ H41: [await files.certificateSha256('H41')] }));
    const { files: reports } = await report(
      'packet.edxml',
      'receipt.xml',
      'status.edxml',
      'page.xml',
      ...during,
    );
    expect(reports.map(({ kind }) => kind)).to.deep.equal(['packet', 'receipt', 'packet', 'directory']);
  });

  it('answers with one JSON document and nothing else', async () => {
    const { out, err } = await verify('packet.edxml', ...during, '--json');
    expect(err).to.equal('');
    const document = JSON.parse(out);
    expect(document).to.include({ indication: 'TOTAL-PASSED', judgedFor: '2026-06-02T00:00:00.000Z' });
    expect(document.files[0].signer).to.include({ agency: 'H41' });
    expect(document.files[0].claimedSigningTime).to.equal('2026-06-01T08:00:00.000Z');
  });

  it('refuses a packet with one changed octet', async () => {
    const changed = Buffer.from(packet.bytes.toString('utf8').replace('góp ý', 'góp í'));
    await put('changed.edxml', changed);
    const { code, files: reports } = await report('changed.edxml', ...during);
    expect(code).to.equal(1);
    expect(codes(reports[0])).to.deep.equal(['seal.content-digest']);
    expect(left(reports[0])).to.include('content');
  });

  it('ends with 1 when one of many is not valid, and tells which', async () => {
    await put('changed.edxml', Buffer.from(packet.bytes.toString('utf8').replace('góp ý', 'góp í')));
    const { code, out } = await verify('packet.edxml', 'changed.edxml', ...during);
    expect(code).to.equal(1);
    expect(out).to.contain('✔ VALID  packet.edxml').and.contain('✘ NOT VALID  changed.edxml');
    expect(out).to.contain('1 of 2 NOT valid');
  });

  it('cannot tell of what was sealed under another root', async () => {
    await put('other.pem', Buffer.from((await SealedFiles.create()).rootPem));
    const { code, out } = await edoc(
      ['verify', 'packet.edxml', '--trust', 'other.pem', ...during, '--json'],
      {
        cwd: folder,
      },
    );
    expect(code).to.equal(8);
    const [file] = JSON.parse(out).files;
    expect(codes(file)).to.include('certificate.untrusted');
    expect(file).to.include({ indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  });

  it('judges certificates for the time given, and says where they were valid at the signing time', async () => {
    const { code, files: reports } = await report('packet.edxml', '--at', '2027-06-01 08:00');
    expect(code).to.equal(8);
    expect(reports[0]?.subIndication).to.equal('OUT_OF_BOUNDS_NO_POE');
    expect(codes(reports[0])).to.include.members(['certificate.expired', 'verify.valid-at-signing']);
  });

  it('says of any other file that it is no sealed one', async () => {
    await put('letter.txt', Buffer.from('Kính gửi'));
    const { code, files: reports } = await report('letter.txt');
    expect(code).to.equal(1);
    expect(reports[0]).to.include({
      kind: null,
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
    });
    expect(codes(reports[0])).to.deep.equal(['verify.not-sealed']);
  });

  it('refuses a file beyond the bound without reading it whole', async () => {
    await put('huge.edxml', Buffer.concat([packet.bytes, Buffer.alloc(3 * 1024 * 1024, 0x20)]));
    const { files: reports } = await report('huge.edxml', ...during);
    expect(codes(reports[0])).to.deep.equal(['seal.limit']);
  });

  describe('ties files together:', () => {
    it('a receipt that answers the packet', async () => {
      const { code, files: reports } = await report('packet.edxml', 'receipt.xml', ...during);
      expect(code).to.equal(0);
      expect(reports[1]?.checked).to.include('packet');
      expect(codes(reports[1])).to.deep.equal([]);
    });

    it('a receipt whose packet is not among the files', async () => {
      const { code, files: reports } = await report('receipt.xml', ...during);
      expect(code).to.equal(0);
      expect(left(reports[0])).to.include('packet');
      expect(codes(reports[0])).to.deep.equal(['verify.packet-not-given']);
    });

    it('a receipt for other octets', async () => {
      await put('other-receipt.xml', await files.receipt(packet, { sha256: sha256(Buffer.from('other')) }));
      const { code, files: reports } = await report('packet.edxml', 'other-receipt.xml', ...during);
      expect(code).to.equal(1);
      expect(codes(reports[1])).to.deep.equal(['receipt.other-digest']);
    });

    it('a receipt of somebody who is no recipient', async () => {
      await put('stranger.xml', await files.receipt(packet, { recipient: 'G12' }));
      const { code, files: reports } = await report('packet.edxml', 'stranger.xml', ...during);
      expect(code).to.equal(1);
      expect(codes(reports[1])).to.deep.equal(['receipt.not-a-recipient']);
    });

    it('a receipt that another agency sealed', async () => {
      await put('forged.xml', await files.receipt(packet, { sealedBy: 'G12' }));
      const { code, files: reports } = await report('forged.xml', ...during);
      expect(code).to.equal(1);
      expect(codes(reports[0])).to.include('receipt.other-agency');
    });

    it('certificates against a directory page', async () => {
      await put('page.xml', await files.directory({ H41: [await files.certificateSha256('H41')] }));
      await put('old-page.xml', await files.directory({ H41: ['0'.repeat(64)] }));
      const listed = await report('packet.edxml', 'page.xml', ...during);
      expect(listed.code).to.equal(0);
      expect(listed.files[0]?.checked).to.include('directory');
      const unlisted = await report('packet.edxml', 'old-page.xml', ...during);
      expect(unlisted.code).to.equal(8);
      expect(codes(unlisted.files[0])).to.deep.equal(['directory.unknown-certificate']);
    });

    it('certificates that were withdrawn: before the signing time, or after it, which is the word of the signer', async () => {
      const listed = { H41: [await files.certificateSha256('H41')] };
      await put('withdrawn.xml', await files.directory(listed, new Date('2026-05-01T00:00:00Z')));
      const withdrawn = await report('packet.edxml', 'withdrawn.xml', ...during);
      expect(codes(withdrawn.files[0])).to.deep.equal(['directory.revoked-certificate']);
      expect(withdrawn.files[0]?.subIndication).to.equal('REVOKED');
      await put('later.xml', await files.directory(listed, new Date('2026-06-01T12:00:00Z')));
      const later = await report('packet.edxml', 'later.xml', ...during);
      expect(later.code).to.equal(8);
      expect(later.files[0]?.subIndication).to.equal('REVOKED_NO_POE');
      expect(later.files[0]?.findings.map(({ code, severity }) => [code, severity])).to.deep.equal([
        ['verify.revoked-since', 'error'],
        ['verify.valid-at-signing', 'warning'],
      ]);
      const proven = await report('packet.edxml', 'later.xml', '--at', '2026-06-01T10:00:00Z');
      expect(proven.code).to.equal(0);
      expect(codes(proven.files[0])).to.deep.equal(['verify.valid-at-signing']);
    });
  });

  describe('attachments beside the packet', () => {
    let beside: SealedPacket;

    before(async () => {
      beside = await files.document([pdf, large]);
      await put('beside.edxml', beside.bytes);
      await put(pdf.name, pdf.bytes);
      await put(large.name, large.bytes);
    });

    it('are checked where they are given', async () => {
      const given = ['--attachment', pdf.name, '--attachment', large.name];
      const { code, files: reports } = await report('beside.edxml', ...given, ...during);
      expect(code).to.equal(0);
      expect(reports[0]?.attachments?.map(({ outcome }) => outcome)).to.deep.equal(['agrees', 'agrees']);
    });

    it('are looked for in a folder', async () => {
      const { files: reports } = await report('beside.edxml', '--attachments', '.', ...during);
      expect(reports[0]?.attachments?.map(({ outcome }) => outcome)).to.deep.equal(['agrees', 'agrees']);
    });

    it('are said to be missing, which makes the packet no worse', async () => {
      const { code, files: reports } = await report('beside.edxml', '--attachment', pdf.name, ...during);
      expect(code).to.equal(0);
      expect(reports[0]?.attachments?.map(({ outcome }) => outcome)).to.deep.equal(['agrees', 'not-given']);
      expect(codes(reports[0])).to.deep.equal(['verify.attachment-not-given']);
      expect(left(reports[0])).to.include('attachments');
    });

    it('are refused where one of that name is another file', async () => {
      await put(large.name, Buffer.alloc(300_000, 8));
      const { code, files: reports } = await report('beside.edxml', '--attachments', '.', ...during);
      await put(large.name, large.bytes);
      expect(code).to.equal(1);
      expect(codes(reports[0])).to.include('packet.attachment-digest');
    });
  });

  it('asks xml-crypto for a second opinion', async () => {
    const { code, files: reports } = await report(
      'packet.edxml',
      'receipt.xml',
      '--second-opinion',
      ...during,
    );
    expect(code).to.equal(0);
    expect(reports.every(({ checked }) => checked.includes('second-opinion'))).to.equal(true);
  });

  it('takes the attachments out, octet for octet, and never over a file that is there', async () => {
    const args = ['packet.edxml', '--extract', 'out', ...during];
    expect((await verify(...args)).code).to.equal(0);
    expect(await readFile(join(folder, 'out/packet/attachments', pdf.name))).to.deep.equal(pdf.bytes);
    expect(await readFile(join(folder, 'out/packet/message.xml'), 'utf8')).to.contain('Về việc góp ý');
    const again = await verify(...args);
    expect(again.code).to.equal(1);
    expect(again.err).to.contain('[cli.file-exists]');
  });

  it('takes out of a packet that did not pass what can be read, apart and with a warning', async () => {
    await put('changed.edxml', Buffer.from(packet.bytes.toString('utf8').replace('góp ý', 'góp í')));
    const { code, out } = await verify(
      'changed.edxml',
      'packet.edxml',
      '--extract',
      'mixed',
      ...during,
      '--json',
    );
    expect(code).to.equal(1);
    const marked = 'mixed/KHONG-HOP-LE_NOT-VALID_changed';
    const paths = JSON.parse(out).extracted.map((path: string) => relative(folder, path));
    expect(paths).to.deep.equal([
      `${marked}/WARNING.txt`,
      `${marked}/message.xml`,
      `${marked}/attachments/${pdf.name}`,
      'mixed/packet/message.xml',
      `mixed/packet/attachments/${pdf.name}`,
    ]);
    const warning = await readFile(join(folder, marked, 'WARNING.txt'), 'utf8');
    expect(warning).to.contain('CẢNH BÁO').and.contain('WARNING').and.contain('[seal.content-digest]');
    const untrusted = await edoc(
      ['verify', 'packet.edxml', '--trust', 'other.pem', ...during, '--extract', 'unsure'],
      { cwd: folder },
    );
    expect(untrusted.code).to.equal(8);
    expect(await readdir(join(folder, 'unsure'))).to.deep.equal(['CHUA-KET-LUAN_CANNOT-TELL_packet']);
  });

  it('fails an expired packet for a broken attachment: the rest of it is checked as if it were valid', async () => {
    const text = packet.bytes.toString('latin1');
    const end = text.indexOf('</ContentTransferEncoded>') - 4;
    const other = text[end] === 'A' ? 'B' : 'A';
    await put('broken.edxml', Buffer.from(text.slice(0, end) + other + text.slice(end + 1), 'latin1'));
    const { code, files: reports } = await report('broken.edxml', '--at', '2027-06-01');
    expect(code).to.equal(1);
    expect(reports[0]).to.include({ indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' });
    expect(codes(reports[0])).to.include.members(['certificate.expired', 'packet.attachment-digest']);
  });

  describe('writes a report for the file', () => {
    for (const [name, beginning] of [
      ['report.html', '<!DOCTYPE html>'],
      ['report.pdf', '%PDF-1.7'],
    ] as const) {
      it(`as ${name}, and never over a file that is there`, async () => {
        const args = ['packet.edxml', ...during, '--lang', 'vi', '--report', name];
        const { code, out } = await verify(...args);
        expect(code).to.equal(0);
        expect(out).to.contain(name);
        expect((await readFile(join(folder, name))).toString('latin1')).to.satisfy((text: string) =>
          text.startsWith(beginning),
        );
        const again = await verify(...args);
        expect(again.code).to.equal(1);
        expect(again.err).to.contain('[cli.file-exists]');
        expect(again.out).to.equal('');
      });
    }

    it('and refuses any other ending before it works', async () => {
      const { code, err } = await verify('packet.edxml', '--report', 'report.docx');
      expect(code).to.equal(2);
      expect(err).to.contain('[cli.value]').and.contain('*.html | *.pdf');
    });
  });

  it('names the file of trust in which there is no certificate, also beside a good one', async () => {
    await put('empty.pem', Buffer.from('không có chứng thư\n'));
    const { code, err } = await verify('packet.edxml', ...during, '--trust', 'empty.pem');
    expect(code).to.equal(1);
    expect(err).to.contain('empty.pem: ').and.contain('[certificate.malformed]');
  });

  it('needs to be told whom to trust', async () => {
    const { code, err } = await edoc(['verify', 'packet.edxml'], { cwd: folder });
    expect(code).to.equal(2);
    expect(err).to.contain('[cli.missing-option]').and.contain('--trust');
  });

  it('says which file is missing', async () => {
    const { code, err } = await verify('nowhere.edxml');
    expect(code).to.equal(4);
    expect(err).to.contain('nowhere.edxml').and.contain('[cli.file-missing]');
  });
});
