/** What the report for the file says of evidence: an LTA file renewed years later, and an LT packet with signed PDF files in it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writingFor } from '../../src/cli/verify/writing.js';
import { htmlReport, pdfReport, type Report } from '../../src/evidence/index.js';
import {
  joinFile,
  packetSeal,
  raise,
  sealParts,
  trustFromPem,
  type UnsignedProperty,
} from '../../src/signing/index.js';
import { SealedFiles } from '../cli/sealed-files.js';
import { makeAuthority } from '../signing/citizens.js';
import { TestAuthority } from '../signing/levels/authority.js';
import { reportFonts } from './report-fonts.js';
import { reportOn } from './reports.js';
import { cmsSigner, plainPdf, signPdf } from './signed-pdf.js';

const stampedAt = new Date('2026-06-01T08:00:10Z');
const renewedAt = new Date('2028-06-01T08:00:00Z');

describe('the report for the file, on evidence', () => {
  let renewed: Report;
  let signedInside: Report;

  before(async () => {
    const files = await SealedFiles.create();
    const authority = await TestAuthority.start(files.axis, stampedAt);
    const trust = trustFromPem(files.rootPem);
    const raised = async (
      sealed: Buffer,
      target: 'LT' | 'LTA',
      present: readonly UnsignedProperty[] = [],
    ) => {
      const parts = sealParts(sealed, packetSeal);
      if (!parts) throw new Error('no parts');
      const { properties, failure } = await raise(parts, present, authority, {
        trust,
        target,
        now: authority.now,
      });
      if (failure) throw failure;
      return properties;
    };

    const signed = await signPdf(await plainPdf(), cmsSigner(await (await makeAuthority()).identity()));
    const broken = Buffer.from(signed);
    broken[20] = (broken[20] ?? 0) ^ 1;
    const packet = await files.document([
      { name: 'Công văn.pdf', bytes: signed },
      { name: 'Sửa sau khi ký.pdf', bytes: broken },
    ]);
    const octets = joinFile(packet.bytes, await raised(packet.bytes, 'LT'));
    signedInside = await reportOn(files, { 'packet.edxml': octets });

    const plain = (await files.document()).bytes;
    const first = await raised(plain, 'LTA');
    // The imprint of the first token is over another seal.
    const foreign = (await raised((await files.document()).bytes, 'LTA'))[0];
    if (!foreign) throw new Error('no stamp');
    const span = { notBefore: new Date('2028-01-01T00:00:00Z'), notAfter: new Date('2034-01-01T00:00:00Z') };
    authority.now = renewedAt;
    authority.tsa = await TestAuthority.issue(files.axis, 'tsa', span);
    authority.ocsp = await TestAuthority.issue(files.axis, 'ocsp', span);
    const twice = await raised(plain, 'LTA', first);
    const judged = new Date('2030-06-02T00:00:00Z');
    renewed = await reportOn(
      files,
      {
        'renewed.edxml': joinFile(plain, twice),
        'foreign.edxml': joinFile(plain, [foreign, ...first.slice(1)]),
      },
      judged,
    );
  });

  it('tells the time stamps apart, whether each holds, and how long it can be verified', () => {
    const [file] = renewed.files;
    const told = file?.timeStamps?.map(({ place, time, holds, authorityNotAfter }) => [
      ...[place, time, holds, authorityNotAfter.slice(0, 4)],
    ]);
    expect(file).to.include({ indication: 'TOTAL-PASSED', level: 'LTA' });
    expect(told).to.deep.equal([
      ['SignatureTimeStamp', stampedAt.toISOString(), true, '2029'],
      ['ArchiveTimeStamp[1]', stampedAt.toISOString(), true, '2029'],
      ['ArchiveTimeStamp[2]', renewedAt.toISOString(), true, '2034'],
    ]);
    expect(file?.revocation?.map(({ place }) => place)).to.deep.equal([
      undefined,
      'SignatureTimeStamp',
      'ArchiveTimeStamp[1]',
      'ArchiveTimeStamp[2]',
    ]);
    const page = htmlReport(renewed, writingFor('vi'));
    expect(page).to.contain('Dấu thời gian lưu trữ 2</td><td>01/06/2028 15:00:00 (+07)');
    expect(page).to.contain('chứng thư đến 01/01/2034 07:00:00 (+07)');
    expect(htmlReport(renewed, writingFor('en'))).to.contain('Archive time stamp 2');
  });

  it('does not pass a time stamp that proves nothing for an event that somebody witnessed', () => {
    const [, file] = renewed.files;
    expect(file?.timeStamps?.[0]).to.include({ place: 'SignatureTimeStamp', holds: false });
    const page = htmlReport(renewed, writingFor('en'));
    expect(page).to.contain('<td>Time stamp on the signature (does not hold)</td>');
  });

  it('says beside the verdict, marked, what did not pass inside, and does not say that nothing was found', () => {
    expect(signedInside.files[0]).to.include({ indication: 'TOTAL-PASSED', level: 'LT' });
    const page = htmlReport(signedInside, writingFor('vi'));
    const verdict = /<section class="verdict good">.*?<\/section>/.exec(page)?.[0];
    expect(verdict)
      .to.contain('HỢP LỆ')
      .and.match(/<p class="remark bad">.*không hợp lệ 1, chưa kết luận được 1/);
    expect(page).not.to.contain('Không có phát hiện nào.');
    expect(page).to.contain('Không có phát hiện nào về tệp và chữ ký của cơ quan.');
    expect(page).to.contain('Công văn.pdf<br>(1 chữ ký bên trong)');
  });

  it('has the place for the signature on a sheet with something on it', async function () {
    if (spawnSync('pdftotext', ['-v']).error) {
      console.log('      SKIPPED: pdftotext is not installed; the sheets of the PDF were not looked at');
      this.skip();
    }
    const fonts = await reportFonts();
    const folder = mkdtempSync(join(tmpdir(), 'edoc-report-'));
    try {
      for (const report of [{ ...renewed, files: renewed.files.slice(0, 1) }, signedInside, renewed]) {
        for (const [language, sign, trust] of [
          ['vi', 'Người kiểm tra', 'Gốc tin cậy'],
          ['en', 'Examined by', 'Trust anchors'],
        ] as const) {
          const file = join(folder, 'report.pdf');
          writeFileSync(file, await pdfReport(report, writingFor(language), fonts));
          const sheets = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
          const last = sheets.normalize('NFC').split('\f').slice(0, -1).at(-1);
          expect(last).to.contain(sign).and.contain(trust);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
