/** An official letter (công văn) in the layout of Decree 30/2020/NĐ-CP, appendix I. */
import type { LetterFields } from './fields.js';
import { type Column, millimetre, Page } from './page.js';
import { sampleLetter } from './sample.js';

const motto = 'Độc lập - Tự do - Hạnh phúc';
const signatureSpace = 68;
const paragraphGap = 6;

/** The letter as a PDF file. The same fields give the same octets. */
export function makeLetter(fields: LetterFields = sampleLetter): Promise<Buffer> {
  const { year, month, day } = fields.date;
  const page = new Page({
    title: `${fields.number} V/v ${fields.subject}`,
    author: fields.agency,
    date: new Date(Date.UTC(year, month - 1, day)),
  });
  writeHead(page, fields);
  writeRecipients(page, fields.recipients);
  for (const paragraph of fields.paragraphs) {
    page.write(paragraph, page.body, {
      font: 'upright',
      size: 14,
      align: 'justify',
      indent: 12.7 * millimetre,
      lineGap: 2,
    });
    page.height += paragraphGap;
  }
  writeFoot(page, fields);
  return page.finish();
}

/** Left the agency, number and subject, right the state's name, its motto, place and date. */
function writeHead(page: Page, fields: LetterFields): void {
  const left = { left: page.body.left - 4 * millimetre, width: 0.4 * page.body.width };
  const right = {
    left: left.left + left.width,
    width: page.body.left + page.body.width - left.left - left.width,
  };
  const top = page.height;

  const state = { font: 'bold', size: 12.5, align: 'center' } as const;
  const bold = { font: 'bold', size: 13.5, align: 'center' } as const;
  page.write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', right, state);
  page.write(motto, right, bold);
  page.rule(right, page.widthOf(motto, bold), 2.5);
  page.height += 10;
  const dateTop = page.height;
  page.write(`${fields.place}, ${inWords(fields.date)}`, right, {
    font: 'italic',
    size: 13.5,
    align: 'center',
  });

  const agency = fields.agency.toLocaleUpperCase('vi');
  page.height = top;
  page.write(agency, left, state);
  page.rule(left, page.widthOf(agency, state) / 2, 2.5);
  page.height = dateTop;
  page.write(`Số: ${fields.number}`, left, { font: 'upright', size: 13, align: 'center' });
  page.height += 3;
  const subject = { left: left.left + 3 * millimetre, width: left.width - 6 * millimetre };
  page.write(`V/v ${fields.subject}`, subject, { font: 'upright', size: 12, align: 'center' });
  page.height += 16;
}

function inWords({ year, month, day }: LetterFields['date']): string {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  // Days below 10 and the months January and February have two digits, so that none can be added in front.
  return `ngày ${twoDigits(day)} tháng ${month < 3 ? twoDigits(month) : month} năm ${year}`;
}

function writeRecipients(page: Page, recipients: readonly string[]): void {
  const style = { font: 'upright', size: 14, lineGap: 1.5 } as const;
  const [only] = recipients;
  if (recipients.length === 1 && only !== undefined) {
    page.write(`Kính gửi: ${only}`, page.body, { ...style, align: 'center' });
  } else {
    const label: Column = {
      left: page.body.left + 10 * millimetre,
      width: page.widthOf('Kính gửi:  ', style),
    };
    const list: Column = {
      left: label.left + label.width,
      width: page.body.left + page.body.width - label.left - label.width,
    };
    const top = page.height;
    page.write('Kính gửi:', label, style);
    page.height = top;
    recipients.forEach((recipient, index) => {
      page.write(`- ${recipient}${index === recipients.length - 1 ? '.' : ';'}`, list, style);
    });
  }
  page.height += 10;
}

/** Left who gets the letter, right who signs. */
function writeFoot(page: Page, fields: LetterFields): void {
  const left = { left: page.body.left, width: 0.42 * page.body.width };
  const right = { left: left.left + left.width, width: 0.58 * page.body.width };
  const bold = { font: 'bold', size: 14, align: 'center' } as const;
  const lineHeight = 17;
  page.height += 6;
  page.keepTogether((fields.authority.length + 1) * lineHeight + signatureSpace);

  const top = page.height;
  page.write('Nơi nhận:', left, { font: 'boldItalic', size: 12 });
  const lines = ['Như trên', ...fields.copies];
  lines.forEach((line, index) => {
    page.write(`- ${line}${index === lines.length - 1 ? '.' : ';'}`, left, { font: 'upright', size: 11 });
  });

  page.height = top;
  for (const line of fields.authority) page.write(line.toLocaleUpperCase('vi'), right, bold);
  page.height += signatureSpace;
  page.write(fields.signer, right, bold);
}
