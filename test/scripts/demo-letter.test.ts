import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeAnnex } from '../../scripts/demo-letter/annex.js';
import { makeLetter } from '../../scripts/demo-letter/letter.js';
import { sampleLetter } from '../../scripts/demo-letter/sample.js';

describe('the letter of the demonstration', () => {
  it('is a PDF of a modest size', async () => {
    const letter = await makeLetter();
    expect(letter.subarray(0, 5).toString('latin1')).to.equal('%PDF-');
    expect(letter.length).to.be.lessThan(150 * 1024);
  });

  it('is the same octets for the same fields, and others for others', async () => {
    const first = await makeLetter();
    expect(first.equals(await makeLetter({ ...sampleLetter }))).to.equal(true);
    expect(first.equals(await makeLetter({ ...sampleLetter, number: '7817/VPCP-KSTT' }))).to.equal(false);
  });

  it('says in Vietnamese what the fields say', async function () {
    if (!hasPdftotext()) return skipWithoutPdftotext(this);
    const text = textOf(await makeLetter());
    for (const expected of [
      'VĂN PHÒNG CHÍNH PHỦ',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: 7816/VPCP-KSTT',
      'Hà Nội, ngày 22 tháng 11 năm 2026',
      `V/v ${sampleLetter.subject}`,
      'Kính gửi:',
      'Nơi nhận:',
      '- Như trên;',
      '- Lưu: VT, KSTT (2b).',
      'KT. BỘ TRƯỞNG, CHỦ NHIỆM',
      'PHÓ CHỦ NHIỆM',
      sampleLetter.signer,
      ...sampleLetter.paragraphs,
    ]) {
      expect(text).to.include(expected);
    }
  });

  it('has one page, and numbers the second page of a longer letter', async function () {
    if (!hasPdftotext()) return skipWithoutPdftotext(this);
    expect(pagesOf(await makeLetter())).to.have.length(1);
    const paragraphs = [...sampleLetter.paragraphs, ...sampleLetter.paragraphs];
    const pages = pagesOf(await makeLetter({ ...sampleLetter, paragraphs }));
    expect(pages).to.have.length(2);
    expect(pages[1]?.trimStart()).to.match(/^2\s/);
    expect(pages[1]).to.include(sampleLetter.signer);
  });

  it('writes small days and months as the decree wants them', async function () {
    if (!hasPdftotext()) return skipWithoutPdftotext(this);
    const text = textOf(await makeLetter({ ...sampleLetter, date: { year: 2027, month: 2, day: 3 } }));
    expect(text).to.include('ngày 03 tháng 02 năm 2027');
  });
});

describe('the annex of the demonstration', () => {
  it('is a table in UTF-8 with a byte order mark, under a Vietnamese name', () => {
    const annex = makeAnnex();
    const [heading, ...rows] = annex.bytes.toString('utf8').trimEnd().split('\r\n');
    expect(annex.name).to.equal('Phụ lục - Danh sách đầu mối.csv'.normalize('NFC'));
    expect(heading).to.equal(
      '\uFEFFSTT,"Cơ quan, đơn vị",Mã định danh,Đầu mối,Họ và tên,Chức vụ,Thư điện tử',
    );
    expect(rows).to.have.length(6);
    expect(rows[3]).to.equal('4,UBND thành phố Đà Nẵng,H17,Kỹ thuật,Đặng Ngữ,Kỹ sư,ngu.d@danang.example');
  });
});

function hasPdftotext(): boolean {
  return spawnSync('pdftotext', ['-v']).error === undefined;
}

function skipWithoutPdftotext(context: Mocha.Context): void {
  console.warn('      pdftotext is missing (Debian: poppler-utils); the text of the letter is not checked');
  context.skip();
}

/** Without line ends and the spaces that justified lines are set with. */
function textOf(letter: Buffer): string {
  return pagesOf(letter).join(' ').replace(/\s+/g, ' ');
}

function pagesOf(letter: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'edoc-letter-'));
  try {
    writeFileSync(join(folder, 'letter.pdf'), letter);
    const { stdout } = spawnSync('pdftotext', [join(folder, 'letter.pdf'), '-'], { encoding: 'utf8' });
    return stdout.normalize('NFC').split('\f').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
