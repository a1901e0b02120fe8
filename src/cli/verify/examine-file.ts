/** Reads and examines files, whatever becomes of each: one that cannot be read or examined does not hold up the others. */
import { EdocError } from '../../errors.js';
import {
  type Examined,
  examine,
  examineEach,
  type FileOctets,
  type Kept,
  keep,
  notExamined,
} from '../../evidence/index.js';
import { fileError } from '../files-read.js';
import { isContainer, readExamined } from './read-examined.js';
import type { Examining } from './setting.js';

/** Octets of files that are held at the same time, about. */
const mostHeldBytes = 8 * 1024 * 1024;

/** What {@link examineFile} gives of each, in their order, faster than one after the other. */
export async function examineFiles(paths: readonly string[], options: Examining): Promise<Kept[][]> {
  const results: Kept[][] = [];
  let held: (FileOctets & { readonly index: number })[] = [];
  let bytes = 0;
  for (const [index, file] of paths.entries()) {
    const octets = await plainFile(file, options);
    if (octets) held.push({ index, file, octets });
    else results[index] = await examineFile(file, options);
    bytes += octets?.length ?? 0;
    if (bytes < mostHeldBytes && index < paths.length - 1) continue;
    const examined = await examineEach(held, options).catch(() => []);
    for (const [place, { index, file }] of held.entries()) {
      const one = examined[place];
      // Where one of them cannot be examined, each has another go by itself, so that only that one is said to be.
      results[index] = one ? [keep(one)] : await examineFile(file, options);
    }
    [held, bytes] = [[], 0];
  }
  return results;
}

/** Undefined for containers, and for what cannot be read. */
async function plainFile(path: string, { onlyContainers }: Examining): Promise<Buffer | undefined> {
  if (onlyContainers) return undefined;
  const octets = await readExamined(path).catch(() => undefined);
  return octets && !isContainer(octets) ? octets : undefined;
}

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
