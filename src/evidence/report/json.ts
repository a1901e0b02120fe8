/** The report as text, written file by file: an archive of any size is never held as one object or one string. */
import type { Finding } from '../../errors.js';
import { safeJson } from '../../json.js';
import { checksLeft, checksMade } from '../checks.js';
import { outcomesOf, type ReportOptions, reportHead } from './build.js';
import type { Report } from './model.js';
import { findingReport } from './signature-report.js';
import { checksReport, insideReport, type Kept, type Outcome, verdictReport } from './told.js';

/** Findings that say the same in many files are written once; hostile files cannot fill the memory with others. */
const mostRemembered = 1_000;

/**
 * The same values as `buildReport` gives, with each file in a line of its own.
 * @param extracted as in {@link Report}
 */
export function* reportJson(
  files: readonly Kept[],
  options: ReportOptions,
  extracted: Report['extracted'] = [],
): Generator<string> {
  const outcomes = outcomesOf(files);
  const head = safeJson(reportHead(files, outcomes, options), 2);
  yield `${head.slice(0, head.lastIndexOf('\n'))},\n  "files": [`;
  const write = fileWriter();
  for (const [index, file] of files.entries()) {
    const outcome = outcomes[index];
    if (outcome) yield `${index === 0 ? '' : ','}\n    ${write(file, outcome)}`;
  }
  yield files.length === 0 ? ']' : '\n  ]';
  if (extracted.length > 0) yield `,\n  "extracted": ${safeJson(extracted)}`;
  yield '\n}\n';
}

function fileWriter(): (file: Kept, outcome: Outcome) => string {
  const remembered = new Map<string, string>();
  const remember = (key: string, value: () => object): string => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= mostRemembered) remembered.clear();
    const text = safeJson(value());
    remembered.set(key, text);
    return text;
  };
  const findingText = (finding: Finding) => {
    const { severity, code, place = '', detail } = finding;
    const value = () => findingReport(finding);
    return detail ? safeJson(value()) : remember(`${severity} ${code} ${place}`, value);
  };
  const checksText = (file: Kept) => {
    // All that the words depend on: the checks themselves, and whether there is a seal to speak of.
    const key = [checksMade(file), checksLeft(file), file.claimed !== undefined].join(' ');
    return remember(`checks ${key}`, () => checksReport(file));
  };
  return (file, outcome) =>
    joined(
      file.told,
      safeJson(verdictReport(outcome)),
      `{"findings":[${file.findings.map(findingText).join()}]}`,
      safeJson(insideReport(file)),
      checksText(file),
    );
}

/** Objects, each with at least one member, as one. */
function joined(...objects: readonly string[]): string {
  return `{${objects.map((text) => text.slice(1, -1)).join()}}`;
}
