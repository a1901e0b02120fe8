/** One call of `edoc verify`. */
import { resolve } from 'node:path';
import { EdocError } from '../../errors.js';
import { checkTogether, type Examined, examine, matchContents } from '../../evidence/index.js';
import { type Trust, trustFromPem } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { readNamedFile } from '../files-read.js';
import { startProgress } from '../progress-bar.js';
import { embeddedJson, printEmbedded } from './embedded.js';
import { withFolders } from './folders.js';
import { digestGiven } from './given.js';
import { lookInside } from './look-inside.js';
import { allValid, outcomeJson } from './outcome.js';
import { readExamined } from './read-examined.js';
import { printOutcome } from './report.js';

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
  const trust = await readTrust(cli, options.trust);
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

/** @throws EdocError `cli.missing-option` where neither the call nor an agent says whom to trust */
async function readTrust(cli: Cli, named: readonly string[] | undefined): Promise<Trust> {
  const paths = named ?? [await agentTrust(cli)];
  const anchors = [];
  for (const path of paths)
    anchors.push(...trustFromPem((await readNamedFile(path)).toString('utf8')).anchors);
  return { anchors };
}

async function agentTrust(cli: Cli): Promise<string> {
  // Loaded only here: with --trust, the auditor's machine needs no agent and does not wait for its code.
  const { readAgentPlace } = await import('../agent-directory.js');
  try {
    return (await readAgentPlace(cli.agentDirectory)).config.trust;
  } catch (error) {
    if (!(error instanceof EdocError) || error.code !== 'config.missing') throw error;
    throw new EdocError('cli.missing-option', { detail: { name: '--trust <pem>', command: 'edoc verify' } });
  }
}

async function extract(folder: string, files: readonly Examined[]): Promise<string[]> {
  const { extractPackets } = await import('./extract.js');
  return extractPackets(resolve(folder), files);
}
