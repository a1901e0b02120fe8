/** Packs a document: the agent seals the list of files; their octets go from the store into the container. */
import type { Desk, SealContainerResult } from '../../agent/index.js';
import { writeContainer } from '../../container/index.js';
import { type Finding, isEdocError } from '../../errors.js';
import { type PlannedFile, planContainer, withSignature } from '../../evidence/index.js';
import { type CollectedDocument, requireContents } from '../document/collect.js';

/** The files of a container, and the seal over them. */
export interface SealedPlan {
  readonly packetId: string;
  readonly files: readonly PlannedFile[];
  readonly sealed: SealContainerResult;
}

/**
 * @param collect called once more where the agent has put more proof around a file after it was read
 * @throws EdocError `content.…`, `container.…`, and what the agent refuses
 */
export async function sealPlan(
  desk: Pick<Desk, 'sealContainer'>,
  collect: () => Promise<CollectedDocument>,
  agency: string | undefined,
): Promise<SealedPlan> {
  try {
    return await seal(desk, await collect(), agency);
  } catch (error) {
    if (!isEdocError(error, 'container.not-stored')) throw error;
    return seal(desk, await collect(), agency);
  }
}

/** Octets of all files, the seal and the manifest among them. */
export function octetsOf({ files, sealed }: SealedPlan): number {
  return withSignature(files, sealed.signature).reduce((sum, { size }) => sum + size, 0);
}

/** The file must not be there. @throws EdocError `content.…`, `container.…`; what the system says of the path */
export async function writePlan(
  path: string,
  { files, sealed }: SealedPlan,
  onOctets: (octets: number) => void = () => {},
): Promise<void> {
  const time = new Date(sealed.signingTime);
  await writeContainer(path, withSignature(files, sealed.signature), { time, onOctets });
}

/** A node without sources said so when it was set up; a source that is down is worth another try. */
export function gapOf({ level, gap }: SealContainerResult): Finding | undefined {
  if (gap === undefined) return undefined;
  if (gap === 'evidence.no-source') return { code: gap, severity: 'note' };
  return { code: 'container.level', severity: 'warning', detail: { level, gap } };
}

async function seal(
  desk: Pick<Desk, 'sealContainer'>,
  document: CollectedDocument,
  agency: string | undefined,
): Promise<SealedPlan> {
  // Before the agent is asked: a seal on what cannot be packed helps nobody.
  await requireContents(document);
  const { packetId, contents } = document;
  const files = await planContainer({ ...document, attachment: (sha256) => contents.read(sha256) });
  const sealed = await desk.sealContainer({
    packetId,
    ...(agency === undefined ? {} : { agency }),
    files: files.map(({ name, mimeType, sha256 }) => ({ name, mimeType, sha256 })),
  });
  return { packetId, files, sealed };
}
