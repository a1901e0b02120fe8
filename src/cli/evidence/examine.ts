/** Opens a container and has it examined, for holding it against others. */
import { stat } from 'node:fs/promises';
import type { ExaminedContainer, ExamineOptions } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { fileError } from '../files-read.js';
import { startProgress } from '../terminal/progress-bar.js';
import { withContainer } from '../verify/examine-container.js';
import { worthProgressOctets } from './progress.js';

/** @throws EdocError `cli.file-missing`, `cli.file-unreadable`: never for what the file holds */
export async function examineFile(
  cli: Cli,
  path: string,
  judging: ExamineOptions,
): Promise<ExaminedContainer> {
  try {
    const { size } = await stat(path);
    const progress = await startProgress(cli.output, size, {
      shown: size >= worthProgressOctets,
      octets: true,
      label: cli.say({ en: 'Checking ', vi: 'Đang kiểm tra ' }),
    });
    const onOctets = (octets: number) => progress.advance(octets);
    try {
      const options = { ...judging, onOctets };
      return await withContainer(path, options, (examined) => examined);
    } finally {
      progress.stop();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}
