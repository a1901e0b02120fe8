/** Opens containers and has them examined; one that cannot be opened is one with findings. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type ContainerEntry, type OpenContainer, openContainer } from '../../container/index.js';
import { bufferSource } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import {
  type ContainerFileMeasure,
  type ContainerOptions,
  type Examined,
  type ExaminedContainer,
  examineContainer,
  filesOfContainer,
  lookIntoAttachment,
} from '../../evidence/index.js';
import { pdfOctets } from './pdf-octets.js';

/** PDF files that travel beside their packet are looked into up to this size: they are held whole for it. */
const mostPdfBytes = 64 * 1024 * 1024;

/** @throws what the system says of a file that cannot be read: never for what the file holds */
export async function examineContainerFile(
  path: string,
  options: ContainerOptions,
  onOctets: (octets: number) => void,
): Promise<Examined[]> {
  const measure = await measureFile(path, onOctets);
  return withContainer(path, { ...options, onOctets }, async (examined, entries) => {
    const files = filesOfContainer(examined, measure);
    for (const file of files) await lookIntoEntries(file, examined, entries, options);
    return files;
  });
}

/** @throws as {@link examineContainerFile} */
export async function withContainer<Result>(
  path: string,
  options: ContainerOptions,
  use: (examined: ExaminedContainer, entries: readonly ContainerEntry[]) => Result | Promise<Result>,
): Promise<Result> {
  let container: OpenContainer;
  try {
    container = await openContainer(path);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    const unopened = {
      file: path,
      claimed: undefined,
      findings: [...error.findings],
      files: [],
      entries: [],
    };
    return use(unopened, []);
  }
  try {
    return await use(await examineContainer(path, container.entries, options), container.entries);
  } finally {
    await container.close();
  }
}

async function measureFile(path: string, onOctets: (octets: number) => void): Promise<ContainerFileMeasure> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk);
    size += chunk.length;
    onOctets(chunk.length);
  }
  return { size, sha256: hash.digest('hex') };
}

/** Attachments that ride in their packet were looked into with it; the others stand in the container as they are. */
async function lookIntoEntries(
  file: Examined,
  { entries: seen }: ExaminedContainer,
  entries: readonly ContainerEntry[],
  { pdfTrust, at }: ContainerOptions,
): Promise<void> {
  for (const [index, { transfer, outcome, sha256, size }] of file.attachments.entries()) {
    if (transfer !== 'parts' || outcome !== 'agrees' || size > mostPdfBytes) continue;
    const name = seen.find((entry) => entry.sha256 === sha256)?.name;
    const entry = entries.find((one) => one.name === name);
    const octets = entry && (await pdfOctets(entry.read()));
    if (octets) await lookIntoAttachment(file, index, bufferSource(octets), { trust: pdfTrust, at });
  }
}
