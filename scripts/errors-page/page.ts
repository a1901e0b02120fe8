/** `spec/errors.md`: every error code with its words, from the table in `src/errors.ts`. */
import { type ErrorEntry, errorTable } from '../../src/errors.js';

const head = `# Error codes

Normative. Every error that the product reports, refuses a packet with or writes into a receipt has one of these codes. The
codes are the contract; the words may get better. \`{name}\` stands for a value. *Again* says whether the same thing, tried
again later, can succeed.

This page is generated from the tables of this implementation, and a test holds the two together.
`;

/** The page as Markdown, one section for each area, areas and codes in alphabetical order. */
export function errorsPage(): string {
  const table: Readonly<Record<string, ErrorEntry>> = errorTable;
  const codes = Object.keys(table).sort();
  const areas = [...new Set(codes.map(areaOf))].sort();
  const sections = areas.map((area) => {
    const rows = codes.filter((code) => areaOf(code) === area).map((code) => row(code, table[code]));
    return `\n## ${area}\n\n| code | again | English | Vietnamese | what to do |\n|---|---|---|---|---|\n${rows.join('')}`;
  });
  return head + sections.join('');
}

function areaOf(code: string): string {
  return code.slice(0, code.indexOf('.'));
}

function row(code: string, entry: ErrorEntry | undefined): string {
  if (entry === undefined) return '';
  const again = entry.retryable ? 'yes' : 'no';
  const todo = `${cell(entry.en.todo)}<br>${cell(entry.vi.todo)}`;
  return `| \`${code}\` | ${again} | ${cell(entry.en.what)} | ${cell(entry.vi.what)} | ${todo} |\n`;
}

/** What would end the cell or begin a tag is escaped. */
function cell(words: string): string {
  return words.replace(/[|<\\]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
