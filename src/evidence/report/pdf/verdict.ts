/** The frame with the verdict, which is seen before anything is read. */
import { type Block, type Remark, type Tone, toneOf } from '../blocks.js';
import { drawMark } from './mark.js';
import { type Sheet, type TextStyle, tones } from './sheet.js';

export function drawVerdict(sheet: Sheet, block: Extract<Block, { type: 'verdict' }>): void {
  const tone = toneOf[block.indication];
  const padding = 11;
  const markSize = 30;
  const x = sheet.left + padding + markSize + 12;
  const width = sheet.left + sheet.width - padding - x;
  const big: TextStyle = { face: 'bold', size: 17, colour: tones[tone] };
  const small: TextStyle = { size: 8.5, colour: tones.quiet };
  const lines: readonly DrawnLine[] = [
    ...sheet.lines(block.text, width, big).map((text) => ({ text, style: big })),
    ...block.lines.flatMap((remark) => remarkLines(sheet, remark, width)),
    ...sheet.lines(block.code, width, small).map((text) => ({ text, style: small })),
  ];
  const height = lines.reduce((sum, { style }) => sum + sheet.lineHeight(style), 2 * padding - 3);
  sheet.need(height);
  const top = sheet.y;
  sheet.doc.rect(sheet.left, top, sheet.width, height).lineWidth(2).strokeColor(tones[tone]).stroke();
  drawMark(sheet.doc, tone, sheet.left + padding, top + (height - markSize) / 2, markSize);
  sheet.y = top + padding;
  for (const { text, style, indent = 0, marked } of lines) {
    if (marked) drawMark(sheet.doc, marked, x, sheet.y + 1.5, remarkMark);
    sheet.write(text, x + indent, sheet.y, style);
    sheet.y += sheet.lineHeight(style);
  }
  sheet.y = top + height;
  sheet.skip(10);
}

interface DrawnLine {
  readonly text: string;
  readonly style: TextStyle;
  readonly indent?: number;
  /** The mark in front of it. */
  readonly marked?: Tone;
}

const remarkMark = 9;

/** What has a tone of its own is not read over: it stands in its colour, bold and marked. */
function remarkLines(sheet: Sheet, { text, tone }: Remark, width: number): DrawnLine[] {
  if (!tone) return sheet.lines(text, width).map((line) => ({ text: line, style: {} }));
  const style: TextStyle = { face: 'bold', colour: tones[tone] };
  const indent = remarkMark + 4;
  return sheet
    .lines(text, width - indent, style)
    .map((line, index) => ({ text: line, style, indent, ...(index === 0 ? { marked: tone } : {}) }));
}
