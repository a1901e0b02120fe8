/** One writer for an axis directory, while a command runs. */
import { EdocError, isEdocError } from '../../errors.js';
import { type FileLock, takeFileLock } from '../../store/index.js';

export type AxisLock = FileLock;

/** Commands that run at the same time, from a script, take turns. */
const longestWaitMs = 60_000;

/** @param path of the lock file. @throws EdocError `axis.locked` where another command holds it for too long */
export async function takeAxisLock(path: string, waitMs = longestWaitMs): Promise<AxisLock> {
  try {
    return await takeFileLock(path, waitMs);
  } catch (error) {
    if (!isEdocError(error, 'store.busy')) throw error;
    throw new EdocError('axis.locked', { cause: error });
  }
}
