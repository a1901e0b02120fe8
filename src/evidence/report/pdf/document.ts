/** The report as a PDF for the file: A4, embedded fonts, page numbers, bookmarks, and the same words as the page. */
import { finished } from 'node:stream';
import PDFDocument from 'pdfkit';
import type { Report } from '../model.js';
import { outlineReport } from '../outline.js';
import { reportWords } from '../report-words.js';
import { say, type Writing } from '../writing.js';
import { drawBlock } from './draw.js';
import { margins, type ReportFonts, Sheet, tones } from './sheet.js';

/** The same report gives the same octets. */
export function pdfReport(report: Report, writing: Writing, fonts: ReportFonts): Promise<Buffer> {
  const examinedAt = new Date(report.examinedAt);
  const doc = new PDFDocument({
    size: 'A4',
    // Pages are broken by the sheet alone; a bottom margin would have pdfkit break them as well.
    margins: { ...margins, bottom: 0 },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: writing.language === 'vi' ? 'vi-VN' : 'en',
    displayTitle: true,
    info: {
      Title: say(writing, reportWords.title),
      Creator: `${report.tool.name} ${report.tool.version}`,
      Producer: 'pdfkit',
      CreationDate: examinedAt,
      ModDate: examinedAt,
    },
    // None by default: pdfkit would take Helvetica, which has no Vietnamese.
    font: '',
  });
  const written = collect(doc);
  for (const face of ['regular', 'bold', 'italic'] as const) {
    doc.registerFont(face, fonts[face]);
  }
  const sheet = new Sheet(doc);
  const blocks = outlineReport(report, writing);
  for (const [index, block] of blocks.entries()) drawBlock(sheet, block, blocks.slice(index + 1, index + 3));
  numberPages(doc, sheet, report, writing);
  doc.end();
  return written;
}

function numberPages(doc: PDFKit.PDFDocument, sheet: Sheet, report: Report, writing: Writing): void {
  const { start, count } = doc.bufferedPageRange();
  const style = { size: 8.5, colour: tones.quiet };
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const y = doc.page.height - margins.bottom + 22;
    sheet.rule({ y: y - 5 });
    sheet.write(
      `${say(writing, reportWords.title)} – ${writing.time(report.examinedAt)}`,
      sheet.left,
      y,
      style,
    );
    const number = `${say(writing, reportWords.page)} ${page + 1}/${count}`;
    sheet.write(number, sheet.left + sheet.width - sheet.measure(number, style), y, style);
  }
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    finished(doc, { writable: false }, (error) => {
      if (error) reject(error);
      else resolve(Buffer.concat(chunks));
    });
  });
}
