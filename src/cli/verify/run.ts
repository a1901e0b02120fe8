/** One call of `edoc verify`. */
import { resolve } from 'node:path';
import { checkTogether, type Examined, examine, matchContents } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { startProgress } from '../progress-bar.js';
import { embeddedJson, printEmbedded } from './embedded.js';
import { withFolders } from './folders.js';
import { digestGiven } from './given.js';
import { lookInside } from './look-inside.js';
import { allValid, outcomeJson } from './outcome.js';
import { readExamined } from './read-examined.js';
import { printOutcome } from './report.js';
import { readTrust } from './trust.js';

export interface Options {
  readonly trust?: readonly string[];
  readonly at?: Date;
  readonly attachment?: readonly string[];
  readonly attachments?: string;
  readonly secondOpinion?: boolean;
  readonly pdfTrust?: readonly string[];
  readonly extract?: string;
}

/** Where fewer files than this are given, drawing progress would only flicker. */
const worthProgress = 20;

/** Reports on all files and returns whether every one is valid. */
export async function verifyFiles(cli: Cli, named: readonly string[], options: Options): Promise<boolean> {
  const { output } = cli;
  const trust = await readTrust(cli, options.trust, 'edoc verify');
  const at = options.at ?? new Date();
  const { files: paths, attachments } = await withFolders(named);
  const files = await examineAll(cli, paths, { trust, at, secondOpinion: options.secondOpinion === true });
  const given = await digestGiven(options.attachment ?? [], options.attachments ?? attachments, () => {});
  matchContents(files, given);
  checkTogether(files);
  const extracted = options.extract === undefined ? [] : await extract(options.extract, files);
  const outcome = { at, trust, files };
  const embedded = await lookInside(paths, given, { ...options, at, sealTrust: trust });
  output.document({
    ...outcomeJson(outcome, output),
    ...embeddedJson(embedded, output),
    ...(extracted.length > 0 ? { extracted } : {}),
  });
  if (!output.json) {
    printEmbedded(embedded, output);
    printOutcome(outcome, output);
  }
  for (const path of extracted) output.print(path);
  return allValid(outcome);
}

async function examineAll(
  cli: Cli,
  paths: readonly string[],
  options: Parameters<typeof examine>[2],
): Promise<Examined[]> {
  const progress = await startProgress(cli.output, paths.length, { shown: paths.length >= worthProgress });
  const files: Examined[] = [];
  try {
    for (const path of paths) {
      files.push(await examine(path, await readExamined(path), options));
      progress.advance(1);
    }
  } finally {
    progress.stop();
  }
  return files;
}

async function extract(folder: string, files: readonly Examined[]): Promise<string[]> {
  const { extractPackets } = await import('./extract.js');
  return extractPackets(resolve(folder), files);
}
