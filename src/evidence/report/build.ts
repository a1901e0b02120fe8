/** From what was examined to the report. */
import { signingLimits, type Trust } from '../../signing/index.js';
import { type Comparable, verdictOfFile } from '../examined.js';
import { worstOf } from '../verdict.js';
import {
  type AnchorReport,
  type FileReport,
  type Report,
  type RevocationPolicy,
  reportFormat,
} from './model.js';
import { judgedOf, type Kept, type Outcome, type Told } from './told.js';

export interface ReportOptions {
  readonly tool: Report['tool'];
  /** When the examination ran. */
  readonly examinedAt: Date;
  /** For which time certificates were judged. */
  readonly at: Date;
  readonly trust: Trust;
  readonly stampTrust?: Trust;
  readonly pdfTrust?: Trust;
  readonly revocation?: Pick<RevocationPolicy, 'policy' | 'crls' | 'ocspResponses'>;
}

/** Call it when nothing is added to the files any more: after `matchContents` and `checkTogether`. */
export function buildReport(files: readonly Kept[], options: ReportOptions): Report {
  const outcomes = outcomesOf(files);
  return {
    ...reportHead(files, outcomes, options),
    files: files.map((file, index) => fileReport(file, outcomes[index])),
  };
}

/** What stands before the files. */
export function reportHead(
  files: readonly Comparable[],
  outcomes: readonly Outcome[],
  options: ReportOptions,
): Omit<Report, 'files' | 'extracted'> {
  const count = (wanted: Report['indication']) =>
    outcomes.filter(({ indication }) => indication === wanted).length;
  return {
    format: reportFormat,
    tool: options.tool,
    examinedAt: options.examinedAt.toISOString(),
    judgedFor: options.at.toISOString(),
    indication: worstOf(outcomes),
    summary: {
      files: files.length,
      passed: count('TOTAL-PASSED'),
      failed: count('TOTAL-FAILED'),
      indeterminate: count('INDETERMINATE'),
    },
    trust: anchorReports(options.trust),
    ...(options.stampTrust ? { stampTrust: anchorReports(options.stampTrust) } : {}),
    ...(options.pdfTrust ? { pdfTrust: anchorReports(options.pdfTrust) } : {}),
    revocation: {
      ...(options.revocation ?? { policy: 'soft', crls: 0, ocspResponses: 0 }),
      ...directoryUsed(files),
    },
    limits: { fileBytes: signingLimits.fileBytes, clockSkewSeconds: signingLimits.clockSkewSeconds },
  };
}

export function fileReport(file: Kept, outcome: Outcome = verdictOfFile(file)): FileReport {
  const told: Told = JSON.parse(new TextDecoder().decode(file.told));
  return { ...told, ...judgedOf(file, outcome) };
}

/** A container is no better than what is in it: of its own verdict and those of its files the first of the worst counts. */
export function outcomesOf(files: readonly Comparable[]): Outcome[] {
  const own = files.map((file) => verdictOfFile(file));
  const inside = new Map<string, number[]>();
  for (const [index, { container }] of files.entries()) {
    if (container === undefined) continue;
    const others = inside.get(container);
    if (others) others.push(index);
    else inside.set(container, [index]);
  }
  return files.map((file, index): Outcome => {
    const verdict = own[index] ?? verdictOfFile(file);
    if (file.kind !== 'container') return verdict;
    const all = [verdict];
    const names = [file.file];
    for (const at of inside.get(file.file) ?? []) {
      const [other, name] = [own[at], files[at]?.file];
      if (other && name !== undefined) {
        all.push(other);
        names.push(name);
      }
    }
    const worst = all.findIndex(({ indication }) => indication === worstOf(all));
    const decidedIn = names[worst];
    return worst <= 0 || decidedIn === undefined ? verdict : { ...(all[worst] ?? verdict), decidedIn };
  });
}

function anchorReports({ anchors }: Trust): AnchorReport[] {
  return anchors.map(({ subject, certificateSha256, notBefore, notAfter }) => ({
    subject,
    certificateSha256,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  }));
}

function directoryUsed(files: readonly Comparable[]): Pick<RevocationPolicy, 'directory'> {
  const pages = files.flatMap((file) =>
    file.page && verdictOfFile(file).indication === 'TOTAL-PASSED' ? [file.page] : [],
  );
  const newest = pages.reduce<(typeof pages)[number] | undefined>(
    (best, page) => (best && best.version >= page.version ? best : page),
    undefined,
  );
  if (!newest) return {};
  const { version, pages: of } = newest;
  const given = new Set(pages.filter((page) => page.version === version).map(({ page }) => page));
  return { directory: { version, pages: given.size, of } };
}
