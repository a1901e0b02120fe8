/** Tables without lines, and blocks of names and values; columns line up for Vietnamese text too. */
import Table from 'cli-table3';
import type { Output } from './output.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
  /** The column that gives way where the terminal is too narrow. */
  readonly flexible?: boolean;
}

const quiet = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

const gap = 2;
const narrowest = 12;

/** Cells may carry colours but nothing else that moves a terminal: give them {@link clean}ed. */
export function table<Row>(output: Output, columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...cells.map((line) => width(line[index] ?? ''))),
  );
  const room = output.columns;
  const flexible = columns.findIndex((column) => column.flexible);
  if (room !== undefined && flexible !== -1) {
    const others = widths.reduce((sum, value, index) => sum + (index === flexible ? 0 : value + gap), 0);
    widths[flexible] = Math.max(narrowest, Math.min(widths[flexible] ?? 0, room - others));
  }
  const body = new Table({
    chars: quiet,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colWidths: widths,
    colAligns: columns.map((column) => (column.right ? 'right' : 'left')),
  });
  body.push(
    columns.map((column) => output.style('bold', column.title)),
    ...cells,
  );
  return trimmed(body.toString());
}

/** Names on the left, values on the right, long values kept whole. */
export function block(
  output: Output,
  pairs: readonly (readonly [name: string, value: string | undefined])[],
): string[] {
  const shown = pairs.filter(
    (pair): pair is readonly [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
  const left = Math.max(0, ...shown.map(([name]) => width(name)));
  return shown.map(([name, value]) => {
    const [first = '', ...more] = value.split('\n');
    const indent = ' '.repeat(left + gap);
    return [
      `${output.style('dim', name)}${' '.repeat(left - width(name) + gap)}${first}`,
      ...more.map((line) => indent + line),
    ].join('\n');
  });
}

/** Columns on a terminal: marks that combine take none, and so do colours. */
export function width(text: string): number {
  const bare = text.replace(/\p{Cc}\[[0-9;]*m/gu, '').normalize('NFC');
  let columns = 0;
  for (const { segment } of segmenter.segment(bare)) columns += isWide(segment) ? 2 : 1;
  return columns;
}

const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function isWide(grapheme: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
    grapheme,
  );
}

function trimmed(text: string): string[] {
  return text.split('\n').map((line) => line.trimEnd());
}
