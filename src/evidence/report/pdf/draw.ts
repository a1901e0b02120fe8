/** Draws each block of a report on sheets. */
import type { Block, Cell, FindingBlock, Tone } from '../blocks.js';
import { drawMark } from './mark.js';
import { grey, ink, margins, type Sheet, type TextStyle, tones } from './sheet.js';
import { drawVerdict } from './verdict.js';

/** @param following what comes behind: a heading stays with it */
export function drawBlock(sheet: Sheet, block: Block, following: readonly Block[] = []): void {
  switch (block.type) {
    case 'title':
      sheet.paragraph(block.text, { face: 'bold', size: 15, centred: true });
      sheet.paragraph(block.under, { size: 9.5, colour: tones.quiet, centred: true });
      sheet.skip(8);
      return;
    case 'verdict':
      drawVerdict(sheet, block);
      return;
    case 'heading':
      drawHeading(sheet, block, following);
      return;
    case 'text':
      sheet.paragraph(block.text);
      sheet.skip(3);
      return;
    case 'pairs':
      for (const { name, lines } of block.pairs) drawPair(sheet, name, lines);
      sheet.skip(3);
      return;
    case 'table':
      drawTable(sheet, block);
      return;
    case 'findings':
      for (const finding of block.findings) drawFinding(sheet, finding);
      return;
    case 'sign':
      drawSign(sheet, block);
      return;
  }
}

const headings: Readonly<Record<2 | 3 | 4, { size: number; before: number; keep: number }>> = {
  2: { size: 13, before: 12, keep: 150 },
  3: { size: 11.5, before: 12, keep: 60 },
  4: { size: 10.5, before: 6, keep: 66 },
};

function drawHeading(
  sheet: Sheet,
  { level, text, tone }: Extract<Block, { type: 'heading' }>,
  [next, last]: readonly Block[],
): void {
  const { size, before } = headings[level];
  const table = next?.type === 'table' ? keptTable(sheet, next) : 0;
  // Nobody signs an empty sheet: the last table goes with the place for the signature.
  const keep =
    Math.max(headings[level].keep, table) + (table > 0 && last?.type === 'sign' ? 6 + signHeight : 0);
  const style: TextStyle = { face: 'bold', size };
  const indent = tone ? size + 5 : 0;
  const height = sheet.lines(text, sheet.width - indent, style).length * sheet.lineHeight(style);
  sheet.skip(before);
  // A heading stays with the beginning of what it is about.
  sheet.need(Math.min(height + keep, sheet.bottom - margins.top));
  if (level < 4) sheet.doc.outline.addItem(text);
  if (tone) drawMark(sheet.doc, tone, sheet.left, sheet.y + 1.5, size - 1);
  sheet.paragraph(text, { ...style, x: sheet.left + indent, width: sheet.width - indent });
  if (level < 4) sheet.rule({ y: sheet.y, width: level === 2 ? 1.2 : 0.6, colour: level === 2 ? ink : grey });
  sheet.skip(level < 4 ? 4 : 1);
}

const nameWidth = 128;

function drawPair(sheet: Sheet, name: string, values: readonly string[]): void {
  const label: TextStyle = { size: 9.5, colour: tones.quiet };
  const names = sheet.lines(name, nameWidth - 8, label);
  const x = sheet.left + nameWidth;
  const lines = values.flatMap((value) => sheet.lines(value, sheet.width - nameWidth));
  for (let index = 0; index < Math.max(names.length, lines.length); index += 1) {
    sheet.need(sheet.lineHeight());
    const named = names[index];
    if (named !== undefined) sheet.write(named, sheet.left, sheet.y + 0.4, label);
    const line = lines[index];
    if (line !== undefined) sheet.write(line, x, sheet.y);
    sheet.y += sheet.lineHeight();
  }
  sheet.y += 1;
}

interface Column {
  readonly x: number;
  readonly width: number;
}

const cellPadding = 3.5;
const cellStyle: TextStyle = { size: 9 };
const headStyle: TextStyle = { size: 9, face: 'bold' };

function drawTable(sheet: Sheet, { columns, rows }: Extract<Block, { type: 'table' }>): void {
  const places = placesOf(sheet, columns);
  const titles = columns.map(({ title }): Cell => ({ text: title }));
  const head = () => drawRow(sheet, places, titles, headStyle);
  sheet.need(Math.max(60, keptTable(sheet, { columns, rows })));
  head();
  sheet.repeating(head, () => {
    for (const row of rows) drawRow(sheet, places, row, cellStyle);
  });
  sheet.skip(6);
}

function placesOf(sheet: Sheet, columns: readonly { readonly share: number }[]): Column[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  let x = sheet.left;
  return columns.map(({ share }): Column => {
    const column = { x, width: (sheet.width * share) / shares };
    x += column.width;
    return column;
  });
}

/** Tables that are lower than this stay on one page, in points. */
const keptTogether = 230;

/** The height of a table that stays together, zero of a longer one. */
function keptTable(
  sheet: Sheet,
  { columns, rows }: Pick<Extract<Block, { type: 'table' }>, 'columns' | 'rows'>,
): number {
  const places = placesOf(sheet, columns);
  let height = sheet.lineHeight(headStyle) + 2 * cellPadding;
  for (const row of rows) {
    height += rowHeight(sheet, textsOf(sheet, places, row, cellStyle), cellStyle);
    if (height > keptTogether) return 0;
  }
  return height;
}

interface CellText {
  readonly tone: Tone | undefined;
  readonly own: TextStyle;
  readonly indent: number;
  readonly lines: readonly string[];
}

const markSize = 7.5;

function textsOf(
  sheet: Sheet,
  columns: readonly Column[],
  cells: readonly Cell[],
  style: TextStyle,
): CellText[] {
  return cells.map(({ text, tone, bold }, index) => {
    const own: TextStyle = {
      ...style,
      ...(bold ? { face: 'bold' } : {}),
      ...(tone ? { colour: tones[tone] } : {}),
    };
    const indent = tone ? markSize + 3 : 0;
    const width = (columns[index]?.width ?? 0) - 2 * cellPadding - indent;
    return { tone, own, indent, lines: sheet.lines(text, width, own) };
  });
}

function rowHeight(sheet: Sheet, texts: readonly CellText[], style: TextStyle): number {
  return Math.max(...texts.map(({ lines }) => lines.length)) * sheet.lineHeight(style) + 2 * cellPadding;
}

/** Line by line, so that a row longer than a page goes on over the next. */
function drawRow(sheet: Sheet, columns: readonly Column[], cells: readonly Cell[], style: TextStyle): void {
  const texts = textsOf(sheet, columns, cells, style);
  const lineHeight = sheet.lineHeight(style);
  const count = Math.max(...texts.map(({ lines }) => lines.length));
  // A row that fits a page stays together.
  const whole = rowHeight(sheet, texts, style);
  sheet.need(whole < 240 ? whole : lineHeight + 2 * cellPadding);
  let top = sheet.y;
  sheet.y += cellPadding;
  for (let index = 0; index < count; index += 1) {
    if (sheet.y + lineHeight + cellPadding > sheet.bottom) {
      frameRow(sheet, columns, top, sheet.y + cellPadding, style === headStyle);
      sheet.need(sheet.bottom);
      top = sheet.y;
      sheet.y += cellPadding;
    }
    for (const [place, { tone, own, indent, lines }] of texts.entries()) {
      const x = (columns[place]?.x ?? 0) + cellPadding;
      if (tone && index === 0) drawMark(sheet.doc, tone, x, sheet.y + 1.5, markSize);
      const line = lines[index];
      if (line !== undefined) sheet.write(line, x + indent, sheet.y, own);
    }
    sheet.y += lineHeight;
  }
  sheet.y += cellPadding;
  frameRow(sheet, columns, top, sheet.y, style === headStyle);
}

function frameRow(
  sheet: Sheet,
  columns: readonly Column[],
  top: number,
  bottom: number,
  head: boolean,
): void {
  for (const { x, width } of columns) {
    sheet.doc
      .rect(x, top, width, bottom - top)
      .lineWidth(head ? 0.9 : 0.5)
      .strokeColor(head ? ink : grey)
      .stroke();
  }
}

function drawFinding(sheet: Sheet, finding: FindingBlock): void {
  const { tone, severity, place, text, todo, code } = finding;
  const indent = 16;
  const x = sheet.left + indent;
  const width = sheet.width - indent;
  const title: TextStyle = { face: 'bold', colour: tones[tone] };
  sheet.need(3 * sheet.lineHeight());
  drawMark(sheet.doc, tone, sheet.left + 1, sheet.y + 1.5, 9);
  const head = `${severity}${place === undefined ? '' : ` – ${place}`}`;
  sheet.paragraph(`${head} [${code}]`, { ...title, x, width, size: 9.5 });
  sheet.paragraph(text, { x, width });
  sheet.paragraph(`→ ${todo}`, { x: x + 10, width: width - 10, face: 'italic' });
  sheet.skip(5);
}

/** The words and room for a signature under them, with what parts them from what is above. */
const signRoom = 62;
const signGap = 16;
const signHeight = signGap + 26 + signRoom;

function drawSign(sheet: Sheet, { text, under }: Extract<Block, { type: 'sign' }>): void {
  const width = 200;
  const x = sheet.left + sheet.width - width;
  sheet.skip(signGap);
  sheet.need(signHeight - signGap);
  sheet.paragraph(text, { x, width, face: 'bold', centred: true });
  sheet.paragraph(under, { x, width, face: 'italic', size: 9, centred: true });
  sheet.skip(signRoom);
}
