/** Opens containers that the user named and has them examined; one that cannot be opened is one with findings. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenContainer, openContainer } from '../../container/index.js';
import { EdocError } from '../../errors.js';
import { type ExaminedContainer, examineContainer } from '../../evidence/index.js';
import type { Trust } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { fileError } from '../files-read.js';
import { startProgress } from '../progress-bar.js';
import { worthProgressOctets } from './progress.js';

export interface Judging {
  readonly trust: Trust;
  readonly at: Date;
}

/** @throws EdocError `cli.file-missing`, `cli.file-unreadable`: never for what the file holds */
export async function examineFile(cli: Cli, path: string, judging: Judging): Promise<ExaminedContainer> {
  let container: OpenContainer;
  try {
    container = await openContainer(path);
  } catch (error) {
    if (!(error instanceof EdocError)) throw fileError(path, error);
    return { file: path, claimed: undefined, findings: [...error.findings], files: [], entries: [] };
  }
  const total = container.entries.reduce((sum, { size }) => sum + size, 0);
  const progress = await startProgress(cli.output, total, {
    shown: total >= worthProgressOctets,
    octets: true,
    label: cli.say({ en: 'Checking ', vi: 'Đang kiểm tra ' }),
  });
  try {
    return await examineContainer(path, container.entries, {
      ...judging,
      secondOpinion: false,
      onOctets: (octets) => progress.advance(octets),
    });
  } finally {
    progress.stop();
    await container.close();
  }
}

/** A folder stands for the containers in it, by name. @throws EdocError `cli.file-missing`, `verify.empty-folder` */
export async function containersIn(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) files.push(path);
      else {
        const names = (await readdir(path)).filter((name) => /\.asice$/i.test(name)).sort();
        if (names.length === 0) throw new EdocError('verify.empty-folder', { detail: { folder: path } });
        files.push(...names.map((name) => join(path, name)));
      }
    } catch (error) {
      throw fileError(path, error);
    }
  }
  return files;
}
