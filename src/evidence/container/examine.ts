/**
 * Examines a container: its seal, whether its files are those that were sealed, each sealed file by itself, all of them
 * together, and what is there for reading against what was sealed. `spec/container.md`, section 5.
 */
import { EdocError, type Finding } from '../../errors.js';
import {
  type ContainerEvidence,
  type ContainerInspection,
  inspectContainerEvidence,
  type ReadFile,
  type SignedFile,
  writeContainerManifest,
} from '../../signing/index.js';
import { matchContents } from '../contents.js';
import { type ExamineOptions, examine } from '../examine.js';
import { type Examined, isValid } from '../examined.js';
import { type ExaminedProof, proofOf } from '../proof.js';
import { type TakenOut, takeOut } from '../take-out.js';
import { checkTogether } from '../together.js';
import { compareContents, givenContents } from './compare-contents.js';
import { documentName, manifestName, signatureName } from './layout.js';
import { type EntrySource, type TakenEntry, takeIn } from './take-in.js';

export interface ContainerOptions extends ExamineOptions {
  /** Told of the octets as they are read. */
  readonly onOctets?: (octets: number) => void;
}

/** With what is proven of the container's own seal. */
export interface ExaminedContainer extends ExaminedProof {
  /** As the auditor named it. */
  readonly file: string;
  /** Whom and when the container's seal names; with findings a claim, not a fact. */
  readonly claimed: ContainerInspection['claimed'];
  /** What was found about the container as a whole; what was found about a file in it is with the file. */
  readonly findings: Finding[];
  /** The sealed files, named by their entries, the packet first. */
  readonly files: readonly Examined[];
  /** What could be read whole. `signed`: by the container's seal, with this digest. */
  readonly entries: readonly {
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly signed: boolean;
  }[];
}

export function isValidContainer({ findings, files }: ExaminedContainer): boolean {
  return !findings.some(({ severity }) => severity === 'error') && files.every(isValid);
}

/** Never throws for what the container holds; what the source of an entry throws that has no code passes on. */
export async function examineContainer(
  file: string,
  sources: readonly EntrySource[],
  options: ContainerOptions,
): Promise<ExaminedContainer> {
  const findings: Finding[] = [];
  const taken = await takeIn(sources, options.onOctets ?? (() => {}), findings);
  const inspection = await inspectSeal(sources, taken, options, findings);
  if (isForeign(sources, inspection)) {
    const foreign: Finding = { code: 'container.foreign', severity: 'error' };
    return { file, claimed: undefined, findings: [foreign], files: [], entries: [] };
  }
  const signed = inspection?.signed?.files ?? [];
  if (inspection?.signed) compareSigned(sources, taken, signed, findings);
  const files = await examineSealed(taken, options, findings);
  const document = files.find((sealed) => sealed.file === documentName);
  const message = await documentOf(taken, options);
  if (document?.packet && message) findings.push(...(await compareContents(message, taken)));
  matchContents(files, givenContents(document?.packet ? (message?.contents ?? []) : [], taken));
  checkTogether(files, options.at);
  return {
    file,
    claimed: inspection?.claimed,
    ...(inspection ? proofOf(inspection) : {}),
    findings,
    files,
    entries: entriesOf(taken, signed),
  };
}

/** The document once more, for what examining it keeps no octets of. */
function documentOf(taken: readonly TakenEntry[], options: ContainerOptions): Promise<TakenOut> | undefined {
  const entry = taken.find(({ name }) => name === documentName);
  return entry && takeOut(entry.octets, options);
}

/** Without a packet and without a signature that begins as ours, it is somebody else's container, not a bad one of ours. */
function isForeign(sources: readonly EntrySource[], inspection: ContainerInspection | undefined): boolean {
  const ours = inspection && !inspection.findings.some(({ code }) => code === 'container.foreign');
  return !ours && !sources.some(({ name }) => name === documentName);
}

async function inspectSeal(
  sources: readonly EntrySource[],
  taken: readonly TakenEntry[],
  { trust, at, revocation = 'soft', data, stampTrust }: ContainerOptions,
  findings: Finding[],
): Promise<ContainerEvidence | undefined> {
  const signature = taken.find(({ part }) => part === 'signature');
  if (!signature) {
    findings.push({ code: 'container.file-missing', severity: 'error', place: signatureName });
    return undefined;
  }
  const inspection = await inspectContainerEvidence(signature.octets, trust, {
    ...{ at, revocation, read: readerOf(sources) },
    ...(data ? { data } : {}),
    ...(stampTrust ? { stampTrust } : {}),
  });
  findings.push(...inspection.findings);
  return inspection;
}

/** Reads files once more, for archive time stamps; what is wrong with one was found when it was read first. */
function readerOf(sources: readonly EntrySource[]): ReadFile {
  const byName = new Map(sources.map((source) => [source.name, source]));
  return async function* (name) {
    try {
      yield* byName.get(name)?.read() ?? [];
    } catch (error) {
      if (!(error instanceof EdocError)) throw error;
    }
  };
}

/** Every entry is signed, every signed file is there, and they are the same. */
function compareSigned(
  sources: readonly EntrySource[],
  taken: readonly TakenEntry[],
  signed: readonly SignedFile[],
  findings: Finding[],
): void {
  const error = (code: Finding['code'], place: string) => findings.push({ code, severity: 'error', place });
  const manifest = taken.find(({ part }) => part === 'manifest');
  if (!manifest) error('container.file-missing', manifestName);
  else if (!manifest.octets.equals(Buffer.from(writeContainerManifest(signed)))) {
    error('container.manifest', manifestName);
  }
  const names = new Set(sources.map(({ name }) => name));
  const digests = new Map(signed.map(({ name, sha256 }) => [name, sha256]));
  for (const { name } of signed) if (!names.has(name)) error('container.file-missing', name);
  for (const { name } of sources) {
    if (name !== signatureName && name !== manifestName && !digests.has(name)) {
      error('container.file-unsigned', name);
    }
  }
  for (const { name, sha256 } of taken) {
    const digest = digests.get(name);
    if (digest !== undefined && digest !== sha256) error('container.file-digest', name);
  }
}

/** The packet first, so that receipts and statuses are read after what they speak of. */
async function examineSealed(
  taken: readonly TakenEntry[],
  options: ContainerOptions,
  findings: Finding[],
): Promise<Examined[]> {
  const files: Examined[] = [];
  for (const part of ['document', 'receipt', 'status'] as const) {
    for (const entry of taken) {
      if (entry.part === part) files.push(await examine(entry.name, entry.octets, options));
    }
  }
  const [first] = files;
  if (first?.file !== documentName) {
    findings.push({ code: 'container.document-missing', severity: 'error' });
    return files;
  }
  for (const file of files) {
    if (isMisplaced(file, first)) {
      findings.push({ code: 'container.misplaced', severity: 'error', place: file.file });
    }
  }
  return files;
}

/** A file that could not be read has findings of its own. */
function isMisplaced(file: Examined, document: Examined): boolean {
  const packetId = document.packet?.packetId;
  const otherKind =
    file.kind !== undefined && (file.kind === 'receipt') !== file.file.startsWith('receipts/');
  if (file.kind === 'ping' || file.kind === 'directory' || otherKind) return true;
  if (file === document) return file.packet?.concerns !== undefined;
  if (packetId === undefined) return false;
  if (file.receipt) return file.receipt.packetId !== packetId;
  return file.packet !== undefined && file.packet.concerns !== packetId;
}

function entriesOf(
  taken: readonly TakenEntry[],
  signed: readonly SignedFile[],
): ExaminedContainer['entries'] {
  const digests = new Map(signed.map(({ name, sha256 }) => [name, sha256]));
  return taken.map(({ name, size, sha256 }) => ({
    name,
    size,
    sha256,
    signed: digests.get(name) === sha256,
  }));
}
