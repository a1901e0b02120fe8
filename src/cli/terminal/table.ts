/** Tables without lines; columns line up for Vietnamese text too. */
import Table from 'cli-table3';
import type { Output } from './output.js';
import { width } from './width.js';

export { block } from './block.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
  /** Gives way where the terminal is too narrow. */
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
  const cells = cellsOf(columns, rows);
  const widths = widthsOf(columns, cells);
  if (output.columns !== undefined) giveWay(columns, widths, output.columns);
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

/** Whether the table stands on the terminal without cutting anything. */
export function fits<Row>(output: Output, columns: readonly Column<Row>[], rows: readonly Row[]): boolean {
  if (output.columns === undefined) return true;
  return lineWidth(widthsOf(columns, cellsOf(columns, rows))) <= output.columns;
}

function cellsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[][] {
  return rows.map((row) => columns.map((column) => column.cell(row)));
}

function widthsOf(
  columns: readonly { readonly title: string }[],
  cells: readonly (readonly string[])[],
): number[] {
  return columns.map(({ title }, index) =>
    Math.max(width(title), ...cells.map((line) => width(line[index] ?? ''))),
  );
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, value) => sum + value + gap, -gap);
}

/** Takes from the widest of the columns that give way until the line fits, or nothing more can be taken. */
function giveWay(columns: readonly { readonly flexible?: boolean }[], widths: number[], room: number): void {
  const flexible = columns.flatMap((column, index) => (column.flexible ? [index] : []));
  let excess = lineWidth(widths) - room;
  for (; excess > 0; excess -= 1) {
    const widest = flexible.reduce(
      (best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      flexible[0] ?? 0,
    );
    if (flexible.length === 0 || (widths[widest] ?? 0) <= narrowest) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function trimmed(text: string): string[] {
  return text.split('\n').map((line) => line.trimEnd());
}
