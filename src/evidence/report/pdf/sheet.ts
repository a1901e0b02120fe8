/** Sheets of A4 that are written from top to bottom: measures text, breaks lines and pages, and knows the fonts. */
import type { Tone } from '../blocks.js';
import { wrapped } from './wrap.js';

/** The faces of the report, as font files (TrueType) that have Vietnamese. */
export interface ReportFonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}

export type Face = keyof ReportFonts;

export interface TextStyle {
  readonly face?: Face;
  /** Points. */
  readonly size?: number;
  readonly colour?: string;
}

/** Points. The left margin leaves room for punching, as administrative paper has it. */
export const margins = { top: 51, right: 48, bottom: 62, left: 65 } as const;

export const tones: Readonly<Record<Tone, string>> = {
  good: '#14622a',
  bad: '#a4161a',
  unsure: '#7a4b00',
  quiet: '#505050',
};

export const ink = '#1a1a1a';
export const grey = '#8a8a8a';

const bodySize = 10;
/** Of the size of the letters; Vietnamese stacks its marks. */
const lineFactor = 1.32;

export class Sheet {
  /** Where the next thing goes, from the top of the page. */
  y: number = margins.top;
  readonly left: number = margins.left;
  readonly width: number;
  readonly #doc: PDFKit.PDFDocument;
  readonly #widths = new Map<string, number>();
  /** Drawn again at the top of each page that begins inside of it. */
  #repeat: (() => void) | undefined;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    this.width = doc.page.width - margins.left - margins.right;
  }

  get doc(): PDFKit.PDFDocument {
    return this.#doc;
  }

  get bottom(): number {
    return this.#doc.page.height - margins.bottom;
  }

  /** Sees to it that this much room is left on the page. */
  need(height: number): void {
    if (this.y + height <= this.bottom) return;
    this.#doc.addPage();
    this.y = margins.top;
    this.#repeat?.();
  }

  skip(height: number): void {
    this.y = Math.min(this.bottom, this.y + height);
  }

  repeating(head: () => void, body: () => void): void {
    this.#repeat = head;
    body();
    this.#repeat = undefined;
  }

  lineHeight(style: TextStyle = {}): number {
    return (style.size ?? bodySize) * lineFactor;
  }

  /** The text in lines that fit the width; what has no spaces is broken where it must be. */
  lines(text: string, width: number, style: TextStyle = {}): string[] {
    return wrapped(text, width, (part) => this.#measure(part, style));
  }

  /** One line, at a place of the page. */
  write(line: string, x: number, y: number, style: TextStyle = {}): void {
    this.#use(style);
    this.#doc.fillColor(style.colour ?? ink).text(line, x, y, { lineBreak: false });
  }

  /** Lines one below the other, on as many pages as they need. */
  paragraph(
    text: string,
    options: TextStyle & { readonly x?: number; readonly width?: number; readonly centred?: boolean } = {},
  ): void {
    const { x = this.left, width = this.width, centred = false } = options;
    for (const line of this.lines(text, width, options)) {
      this.need(this.lineHeight(options));
      const indent = centred ? (width - this.#measure(line, options)) / 2 : 0;
      this.write(line, x + indent, this.y, options);
      this.y += this.lineHeight(options);
    }
  }

  rule(options: { readonly y?: number; readonly colour?: string; readonly width?: number } = {}): void {
    const { y = this.y, colour = grey, width = 0.5 } = options;
    this.#doc
      .moveTo(this.left, y)
      .lineTo(this.left + this.width, y)
      .lineWidth(width)
      .strokeColor(colour)
      .stroke();
  }

  measure(text: string, style: TextStyle = {}): number {
    return this.#measure(text, style);
  }

  #measure(text: string, style: TextStyle): number {
    const key = `${style.face ?? ''} ${style.size ?? ''} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    this.#use(style);
    const width = this.#doc.widthOfString(text);
    this.#widths.set(key, width);
    return width;
  }

  #use({ face = 'regular', size = bodySize }: TextStyle): void {
    this.#doc.font(face).fontSize(size);
  }
}
