import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writingFor } from '../../src/cli/verify/writing.js';
import {
  htmlReport,
  pdfReport,
  type Report,
  type ReportFonts,
  reportLimits,
} from '../../src/evidence/index.js';
import { SealedFiles } from '../cli/sealed-files.js';
import { reportFonts } from './report-fonts.js';
import { longSubject, mixedReport, reportOn } from './reports.js';

describe('the report for the file', () => {
  let mixed: Report;

  before(async () => {
    mixed = await mixedReport();
  });

  describe('as a page', () => {
    it('says the verdict in the words of each language, with a mark', () => {
      const vi = htmlReport(mixed, writingFor('vi'));
      expect(vi).to.contain('<html lang="vi">').and.contain('BÁO CÁO KIỂM TRA CHỮ KÝ VÀ TOÀN VẸN');
      expect(vi).to.contain('2 trên 8 tệp KHÔNG HỢP LỆ').and.contain('CHƯA KẾT LUẬN ĐƯỢC').and.contain('✘');
      const en = htmlReport(mixed, writingFor('en'));
      expect(en).to.contain('<html lang="en">').and.contain('2 of 8 files NOT VALID');
    });

    it('obeys nothing that a file says: no tags, no scripts, nothing from outside', () => {
      const page = htmlReport(mixed, writingFor('vi'));
      expect(page).to.contain('&lt;script&gt;alert(1).pdf').and.contain('&#39;nháy&#39;');
      const tags = new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));
      expect([...tags].filter((tag) => ['script', 'img', 'link', 'iframe', 'a'].includes(tag ?? ''))).to.be
        .empty;
      expect(page).not.to.match(/<[^>]*\s(?:on\w+|src|href|style)=/);
      expect(page).to.contain("default-src 'none'").and.not.contain('unsafe-inline');
    });

    it('names what was examined by its digest, and what the examination rests on', () => {
      const page = htmlReport(mixed, writingFor('en'));
      for (const { sha256 } of mixed.files) if (sha256 !== null) expect(page).to.contain(sha256);
      for (const { certificateSha256 } of mixed.trust) expect(page).to.contain(certificateSha256);
      expect(page).to.contain('edoc 0.0.0').and.contain('2026-06-02 07:00:00 +07');
    });

    it('tells of many files only those in detail that did not pass, and says so', async () => {
      const files = await SealedFiles.create();
      const one = (await files.document()).bytes;
      const names = Array.from({ length: reportLimits.detailedFiles + 1 }, (_, index) => `a${index}.edxml`);
      const report = await reportOn(files, {
        ...Object.fromEntries(names.map((name) => [name, one])),
        'bad.txt': Buffer.from('bad'),
      });
      const page = htmlReport(report, writingFor('en'));
      expect(page.match(/<h3>/g)).to.have.length(1);
      expect(page).to.contain(`The ${names.length} valid files stand in the overview alone.`);
    });
  });

  describe('as a PDF', () => {
    let fonts: ReportFonts;
    let folder: string;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'edoc-report-'));
      fonts = await reportFonts();
    });

    after(() => rmSync(folder, { recursive: true }));

    it('is the same, octet for octet, for the same report', async () => {
      const [one, other] = [
        await pdfReport(mixed, writingFor('vi'), fonts),
        await pdfReport(mixed, writingFor('vi'), fonts),
      ];
      expect(one.subarray(0, 8).toString()).to.equal('%PDF-1.7');
      expect(one.equals(other)).to.equal(true);
    });

    it('can be read back by another program: nothing is cut, fonts are embedded, pages are numbered', async function () {
      if (spawnSync('pdftotext', ['-v']).error) {
        console.log('      SKIPPED: pdftotext is not installed; the text of the PDF was not compared');
        this.skip();
      }
      const file = join(folder, 'report.pdf');
      writeFileSync(file, await pdfReport(mixed, writingFor('vi'), fonts));
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      const flowing = text.normalize('NFC').replace(/\s+/g, ' ');
      expect(flowing).to.contain('2 trên 8 tệp KHÔNG HỢP LỆ').and.contain('Trang 1/');
      expect(flowing.replace(/ /g, '')).to.contain(longSubject.slice(-300).replace(/ /g, ''));
      const raw = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
      for (const { sha256 } of mixed.files) if (sha256 !== null) expect(raw).to.contain(sha256);
      const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
      expect(info)
        .to.match(/Title: +BÁO CÁO KIỂM TRA/)
        .and.match(/Page size: +595\.\d+ x 841\.\d+/);
      expect(execFileSync('pdffonts', [file], { encoding: 'utf8' })).not.to.match(
        / no +(?:yes|no) +(?:yes|no) +\d/,
      );
    });
  });
});
