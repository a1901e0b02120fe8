/** Reads and examines one file, whatever becomes of it: one that cannot be read or examined does not hold up the others. */
import { EdocError } from '../../errors.js';
import { type Examined, examine, type Kept, keep, notExamined } from '../../evidence/index.js';
import { fileError } from '../files-read.js';
import { isContainer, readExamined } from './read-examined.js';
import type { Examining } from './setting.js';

/**
 * A container gives itself and the sealed files in it, any other file itself alone. Never throws.
 * @param onOctets told of the octets of containers as they are read
 */
export async function examineFile(
  path: string,
  options: Examining,
  onOctets: (octets: number) => void = () => {},
): Promise<Kept[]> {
  return (await examined(path, options, onOctets)).map(keep);
}

async function examined(
  path: string,
  options: Examining,
  onOctets: (octets: number) => void,
): Promise<Examined[]> {
  try {
    if (!options.onlyContainers) {
      const octets = await readExamined(path);
      if (!isContainer(octets)) return [await examine(path, octets, options)];
    }
    // Loaded only here: most calls have no containers, and do not wait for the code that unpacks.
    const { examineContainerFile } = await import('./examine-container.js');
    return await examineContainerFile(path, options, onOctets);
  } catch (error) {
    const known = fileError(path, error);
    if (known instanceof EdocError) {
      return [notExamined(path, { code: known.code, severity: 'error', detail: known.detail })];
    }
    const reason = error instanceof Error ? error.name : typeof error;
    return [notExamined(path, { code: 'cli.unforeseen', severity: 'error', detail: { reason } })];
  }
}
