/** Reads and examines one file, whatever becomes of it: one that cannot be read or examined does not hold up the others. */
import { EdocError } from '../../errors.js';
import { type Examined, type ExamineOptions, examine, notExamined } from '../../evidence/index.js';
import { fileError } from '../files-read.js';
import { readExamined } from './read-examined.js';

/** Never throws. */
export async function examineFile(path: string, options: ExamineOptions): Promise<Examined> {
  try {
    return await examine(path, await readExamined(path), options);
  } catch (error) {
    const known = fileError(path, error);
    if (known instanceof EdocError) {
      return notExamined(path, { code: known.code, severity: 'error', detail: known.detail });
    }
    const reason = error instanceof Error ? error.name : typeof error;
    return notExamined(path, { code: 'cli.unforeseen', severity: 'error', detail: { reason } });
  }
}
