/** A sheet to write official letters on: A4, its margins, and text set line by line from the top. */
import PDFDocument from 'pdfkit';
import { type FontName, fonts } from './fonts.js';

export const millimetre = 72 / 25.4;

/** Decree 30/2020/NĐ-CP, appendix I, part I: top and bottom 20 to 25 mm, left 30 to 35 mm, right 15 to 20 mm. */
const margins = {
  top: 20 * millimetre,
  bottom: 20 * millimetre,
  left: 30 * millimetre,
  right: 17 * millimetre,
};

export interface Style {
  readonly font: FontName;
  /** In points. */
  readonly size: number;
  readonly align?: 'left' | 'center' | 'justify';
  /** Of the first line, in points. */
  readonly indent?: number;
  /** Between lines, in points, beyond the font's own. */
  readonly lineGap?: number;
}

/** A column: its left edge and width in points. */
export interface Column {
  readonly left: number;
  readonly width: number;
}

export class Page {
  readonly body: Column;
  private readonly document: PDFKit.PDFDocument;
  private readonly finished: Promise<Buffer>;

  /** `title` and `date` go into the file's properties; the same ones give the same file. */
  constructor(properties: { readonly title: string; readonly author: string; readonly date: Date }) {
    this.document = new PDFDocument({
      size: 'A4',
      margins,
      lang: 'vi-VN',
      font: fonts.upright,
      info: {
        Title: properties.title,
        Author: properties.author,
        Keywords: 'Tài liệu minh họa, không có giá trị pháp lý',
        CreationDate: properties.date,
        ModDate: properties.date,
      },
    });
    this.body = { left: margins.left, width: this.document.page.width - margins.left - margins.right };
    this.finished = collect(this.document);
    this.numberFurtherPages();
  }

  /** The height reached so far, from the top of the page, in points. */
  get height(): number {
    return this.document.y;
  }

  set height(points: number) {
    this.document.y = points;
  }

  /** Writes text in a column at the present height, which moves down. */
  write(text: string, column: Column, style: Style): void {
    this.use(style).text(text, column.left, this.document.y, {
      width: column.width,
      align: style.align ?? 'left',
      indent: style.indent ?? 0,
      lineGap: style.lineGap ?? 0,
    });
  }

  /** In points. */
  widthOf(text: string, style: Style): number {
    return this.use(style).widthOfString(text);
  }

  /** A horizontal line in the middle of a column, `gap` points below the present height. */
  rule(column: Column, width: number, gap: number): void {
    const left = column.left + (column.width - width) / 2;
    const height = this.document.y + gap;
    this.document
      .lineWidth(0.7)
      .moveTo(left, height)
      .lineTo(left + width, height)
      .stroke();
  }

  /** Begins a new page where less than `points` are left on this one: what belongs together stays together. */
  keepTogether(points: number): void {
    if (this.document.y + points > this.document.page.height - margins.bottom) this.document.addPage();
  }

  finish(): Promise<Buffer> {
    this.document.end();
    return this.finished;
  }

  private use(style: Style): PDFKit.PDFDocument {
    return this.document.font(fonts[style.font]).fontSize(style.size);
  }

  /** The number stands in the middle of the top margin, from the second page on. */
  private numberFurtherPages(): void {
    let number = 1;
    this.document.on('pageAdded', () => {
      number += 1;
      const { left, width } = this.body;
      const place = { width, align: 'center' as const, lineBreak: false };
      this.use({ font: 'upright', size: 13 }).text(String(number), left, margins.top / 2, place);
      this.document.x = left;
      this.document.y = margins.top;
    });
  }
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
