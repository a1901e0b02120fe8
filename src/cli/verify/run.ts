/** One call of `edoc verify`. */
import { resolve } from 'node:path';
import {
  buildReport,
  checkTogether,
  type Examined,
  type Indication,
  matchContents,
  notExamined,
  type Report,
} from '../../evidence/index.js';
import type { Trust } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { requireAbsent } from '../new-files.js';
import { type Progress, startProgress } from '../progress-bar.js';
import { version } from '../version.js';
import { embeddedJson, printEmbedded } from './embedded.js';
import { examineFile } from './examine-file.js';
import { withFolders } from './folders.js';
import { digestGiven } from './given.js';
import { lookInside } from './look-inside.js';
import { examineInThreads, worthThreads } from './pool.js';
import { printReport } from './report.js';
import { readTrust } from './trust.js';
import type { Setting } from './worker.js';

export interface Options {
  readonly trust?: readonly string[];
  readonly at?: Date;
  readonly attachment?: readonly string[];
  readonly attachments?: string;
  readonly secondOpinion?: boolean;
  readonly pdfTrust?: readonly string[];
  readonly extract?: string;
  readonly report?: string;
}

/** Where fewer files than this are given, drawing progress would only flicker. */
const worthProgress = 20;

/** Reports on all files; the answer is the worst verdict. */
export async function verifyFiles(cli: Cli, named: readonly string[], options: Options): Promise<Indication> {
  const { output } = cli;
  const { trust, pem: trustPem } = await readTrust(cli, options.trust, 'edoc verify');
  const examinedAt = new Date();
  const at = options.at ?? examinedAt;
  // Before the work, not after it.
  if (options.report !== undefined) await requireAbsent(resolve(options.report));
  const { files: paths, attachments, unreadable } = await withFolders(named);
  const setting = { trustPem, at, secondOpinion: options.secondOpinion === true };
  const files = await examineAll(cli, paths, trust, setting);
  files.push(...unreadable.map(({ path, finding }) => notExamined(path, finding)));
  const beside = options.attachments === undefined ? attachments : [options.attachments];
  const given = await digestGiven(options.attachment ?? [], beside, () => {});
  matchContents(files, given);
  checkTogether(files, at);
  const report = buildReport(files, { tool: { name: 'edoc', version }, examinedAt, at, trust });
  const extracted =
    options.extract === undefined ? [] : await extract(options.extract, report, { trust, at });
  const whole: Report = extracted.length > 0 ? { ...report, extracted } : report;
  if (options.report !== undefined) await write(options.report, whole, cli);
  const readable = files.flatMap(({ file, kind }) => (kind === 'packet' ? [file] : []));
  const embedded = await lookInside(readable, given, { ...options, at, sealTrust: trust });
  output.document({ ...whole, ...embeddedJson(embedded, output) });
  if (!output.json) {
    printEmbedded(embedded, output);
    await printReport(
      whole,
      trust.anchors.map(({ commonName }) => commonName),
      output,
    );
  }
  for (const path of extracted) output.print(path);
  if (options.report !== undefined) output.print(options.report);
  return whole.indication;
}

async function examineAll(
  cli: Cli,
  paths: readonly string[],
  trust: Trust,
  setting: Setting,
): Promise<Examined[]> {
  const shown = paths.length >= worthProgress;
  const progress: Progress = await startProgress(cli.output, paths.length, { shown, rate: true });
  try {
    if (paths.length >= worthThreads) {
      return await examineInThreads(paths, setting, (files) => progress.advance(files));
    }
    const files: Examined[] = [];
    for (const path of paths) {
      files.push(await examineFile(path, { ...setting, trust }));
      progress.advance(1);
    }
    return files;
  } finally {
    progress.stop();
  }
}

async function extract(
  folder: string,
  { files }: Report,
  options: { readonly trust: Trust; readonly at: Date },
): Promise<string[]> {
  const { extractPackets } = await import('./extract.js');
  return extractPackets(resolve(folder), files, options);
}

async function write(path: string, report: Report, { output }: Cli): Promise<void> {
  const { writeReport } = await import('./report-file.js');
  await writeReport(resolve(path), report, output.language);
}
