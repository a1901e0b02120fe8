/** One call of `edoc verify` or `edoc evidence verify`. */
import { dirname, resolve } from 'node:path';
import {
  buildReport,
  checkTogether,
  type Indication,
  type Kept,
  keep,
  matchContents,
  notExamined,
  type Report,
  reportJson,
  verdictOfFile,
  worstOf,
} from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { requireAbsent } from '../new-files.js';
import { version } from '../version.js';
import { changedCopies } from './copies.js';
import { examineAll } from './examine-all.js';
import { containersIn, type Named, withFolders } from './folders.js';
import { digestGiven } from './given.js';
import { type JudgingOptions, readJudging } from './judging.js';
import { lookIntoGiven } from './look-inside.js';
import { printReport } from './report.js';
import { type Examining, examiningOf, revocationUsed, type Setting } from './setting.js';

export interface Options extends JudgingOptions {
  readonly attachment?: readonly string[];
  readonly attachments?: string;
  readonly secondOpinion?: boolean;
  readonly extract?: string;
  readonly report?: string;
}

/** Reports on all files; the answer is the worst verdict. */
export async function verifyFiles(cli: Cli, named: readonly string[], options: Options): Promise<Indication> {
  const setting = await readSetting(cli, options, { command: 'edoc verify', onlyContainers: false });
  return verify(cli, await withFolders(named), setting, options);
}

/** The same for files that are all to be containers. */
export async function verifyContainers(
  cli: Cli,
  named: readonly string[],
  options: Options,
): Promise<Indication> {
  const setting = await readSetting(cli, options, { command: 'edoc evidence verify', onlyContainers: true });
  const files = await containersIn(named);
  return verify(cli, { files, attachments: [], unreadable: [] }, setting, options);
}

type Examination = Setting & { readonly examinedAt: Date };

async function readSetting(
  cli: Cli,
  options: Options,
  { command, onlyContainers }: { readonly command: string; readonly onlyContainers: boolean },
): Promise<Examination> {
  const examinedAt = new Date();
  const judging = await readJudging(cli, options, examinedAt, command);
  // Before the work, not after it.
  if (options.report !== undefined) await requireAbsent(resolve(options.report));
  return { ...judging, secondOpinion: options.secondOpinion === true, onlyContainers, examinedAt };
}

async function verify(
  cli: Cli,
  { files: paths, attachments, unreadable }: Named,
  { examinedAt, ...setting }: Examination,
  options: Options,
): Promise<Indication> {
  const { output } = cli;
  const examining = examiningOf(setting);
  const { trust, at, pdfTrust } = examining;
  const files = await examineAll(cli, paths, setting);
  const given =
    options.attachments === undefined
      ? await digestGiven(options.attachment ?? [], [], attachments)
      : await digestGiven(options.attachment ?? [], [options.attachments]);
  const unread = [...unreadable, ...given.unreadable];
  files.push(...unread.map(({ path, finding }) => keep(notExamined(path, finding))));
  const isPacked = ({ kind, container }: Kept) => kind === 'container' || container !== undefined;
  const loose = files.filter((file) => !isPacked(file));
  matchContents(loose, given.contents, dirname);
  await lookIntoGiven(loose, given.contents, { trust: pdfTrust, at });
  files.push(...changedCopies(loose, given.contents).map(keep));
  checkTogether(loose, at, files.filter(isPacked));
  const about = { tool: { name: 'edoc', version }, examinedAt, ...restsOn(examining) };
  // A program gets the report written file by file: as objects, a large archive's would fill the memory.
  const asObjects = !output.json || options.extract !== undefined || options.report !== undefined;
  const extracted = asObjects ? await tell(cli, buildReport(files, about), { trust, at }, options) : [];
  await output.documentIn(reportJson(files, about, extracted));
  return worstOf(files.map((file) => verdictOfFile(file)));
}

/** For people, and as the files that they asked for. Returns the paths of what was taken out of the files. */
async function tell(
  cli: Cli,
  report: Report,
  judged: Pick<Examining, 'trust' | 'at'>,
  options: Options,
): Promise<readonly string[]> {
  const { output } = cli;
  const extracted = options.extract === undefined ? [] : await extract(options.extract, report, judged);
  const whole: Report = extracted.length > 0 ? { ...report, extracted } : report;
  if (options.report !== undefined) await write(options.report, whole, cli);
  if (!output.json) {
    const anchors = judged.trust.anchors.map(({ commonName }) => commonName);
    await printReport(whole, anchors, output);
  }
  for (const path of extracted) output.print(path);
  if (options.report !== undefined) output.print(options.report);
  return extracted;
}

function restsOn(examining: Examining) {
  const { trust, stampTrust, pdfTrust, at } = examining;
  return {
    ...{ trust, at },
    ...(stampTrust ? { stampTrust } : {}),
    ...(pdfTrust ? { pdfTrust } : {}),
    revocation: revocationUsed(examining),
  };
}

async function extract(
  folder: string,
  { files }: Report,
  options: Pick<Examining, 'trust' | 'at'>,
): Promise<string[]> {
  const { extractFiles } = await import('./extract.js');
  return extractFiles(resolve(folder), files, options);
}

async function write(path: string, report: Report, { output }: Cli): Promise<void> {
  const { writeReport } = await import('./report-file.js');
  await writeReport(resolve(path), report, output.language);
}
