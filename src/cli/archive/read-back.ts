/** Reads a container back and judges it as `edoc evidence verify` does: what does not pass does not count. */
import { createHash } from 'node:crypto';
import { type OrganId, parseOrganId } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import { type Examined, verdictOfFile } from '../../evidence/index.js';
import type { StoreReader } from '../../store/index.js';
import { fileError } from '../files-read.js';
import { examineContainerFile } from '../verify/examine-container.js';
import type { Examining } from '../verify/setting.js';

/** What stands in the archive. */
export interface Container {
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  /** Whose seal it has. */
  readonly agency: OrganId | undefined;
}

/** The digests of the sealed files that the register holds about a document, as they were sealed. */
export async function sealedDigests(register: StoreReader, packetId: string): Promise<ReadonlySet<string>> {
  const { packets } = await register.document(packetId);
  const digests = new Set(packets.map(({ sha256 }) => sha256));
  for (const { bytes } of await register.receipts(packetId)) digests.add(digestOf(bytes));
  for (const { packetId: id, direction } of await register.statuses(packetId)) {
    const bytes = await register.packetBytes(id, direction);
    if (bytes) digests.add(digestOf(bytes));
  }
  return digests;
}

/**
 * @param sealed what has to be in it
 * @throws EdocError the finding that decided where it does not pass; `archive.other-packet` where something is not in it
 */
export async function readBack(
  path: string,
  sealed: ReadonlySet<string>,
  examining: Examining,
): Promise<Container> {
  const files = await examined(path, examining);
  for (const file of files) requirePassed(file);
  const [container] = files;
  const there = new Set(files.map(({ sealedSha256 }) => sealedSha256));
  const isWhole = [...sealed].every((digest) => there.has(digest));
  if (!container || !isWhole) throw new EdocError('archive.other-packet', { detail: { file: path } });
  const { sha256, size, claimed } = container;
  return { sha256, size, agency: parseOrganId(claimed?.signer.organization ?? '') };
}

async function examined(path: string, examining: Examining): Promise<Examined[]> {
  try {
    return await examineContainerFile(path, examining, () => {});
  } catch (error) {
    throw fileError(path, error);
  }
}

function requirePassed(file: Examined): void {
  const { indication, code } = verdictOfFile(file);
  if (indication === 'TOTAL-PASSED') return;
  const found = file.findings.find((one) => one.severity === 'error' && one.code === code);
  if (!found) throw new EdocError('archive.other-packet', { detail: { file: file.file } });
  // Of the container itself the path is another one by then.
  const place = found.place ?? (file.container === undefined ? undefined : file.file);
  const finding = { ...found, ...(place === undefined ? {} : { place }) };
  throw new EdocError(found.code, { place, detail: found.detail, findings: [finding] });
}

function digestOf(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex');
}
