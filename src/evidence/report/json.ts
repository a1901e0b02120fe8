/** The report in octets, written file by file: an archive of any size is never held as one object or one string. */
import { safeJson } from '../../json.js';
import { verdictOfFile } from '../examined.js';
import { outcomesOf, type ReportOptions, reportHead } from './build.js';
import type { Report } from './model.js';
import { judgedOf, type Kept, type Outcome } from './told.js';

/** What many files have alike is written once; hostile files cannot fill the memory with others, be they many or long. */
const mostRemembered = 1_000;
const mostRememberedBytes = 16 * 1024;

/**
 * The same values as `buildReport` gives, with each file in a line of its own.
 * @param extracted as in {@link Report}
 */
export function* reportJson(
  files: readonly Kept[],
  options: ReportOptions,
  extracted: Report['extracted'] = [],
): Generator<string | Uint8Array> {
  const outcomes = outcomesOf(files);
  const head = safeJson(reportHead(files, outcomes, options), 2);
  yield `${head.slice(0, head.lastIndexOf('\n'))},\n  "files": [`;
  const judged = judgedWriter();
  let between = '\n    {';
  for (const [index, file] of files.entries()) {
    yield between;
    yield file.told.subarray(1, -1);
    yield judged(file, outcomes[index] ?? verdictOfFile(file));
    between = ',\n    {';
  }
  yield files.length === 0 ? ']' : '\n  ]';
  if (extracted.length > 0) yield `,\n  "extracted": ${safeJson(extracted)}`;
  yield '\n}\n';
}

/** Writes what stands behind the told of each file, up to the end of its object. */
function judgedWriter(): (file: Kept, outcome: Outcome) => Uint8Array {
  const remembered = new Map<string, Uint8Array>();
  return (file, outcome) => {
    const key = keyOf(file, outcome);
    const known = key === undefined ? undefined : remembered.get(key);
    if (known) return known;
    const octets = Buffer.from(`,${safeJson(judgedOf(file, outcome)).slice(1)}`);
    if (key === undefined || octets.length > mostRememberedBytes) return octets;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, octets);
    return octets;
  };
}

/**
 * All that {@link judgedOf} depends on, the same for many files; undefined where something of this file alone is in it. Put
 * together and looked up in a fraction of the time that the writing takes.
 */
function keyOf({ kind, claimed, receipt, findings, checked, attachments, embedded }: Kept, outcome: Outcome) {
  if (attachments.length > 0 || embedded !== undefined || outcome.decidedIn !== undefined) return undefined;
  let key = `${kind} ${claimed !== undefined} ${receipt !== undefined} ${outcome.subIndication} ${outcome.code}`;
  for (const check of checked) key += ` ${check}`;
  for (const { severity, code, place, detail } of findings) {
    if (detail) return undefined;
    // Quoted: a place may be a name that somebody chose.
    key += `\n${severity} ${code} ${JSON.stringify(place)}`;
  }
  return key;
}
