/** Reads what a side can show: containers, folders, an exported log. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { EdocError, type Finding } from '../../errors.js';
import {
  checkTogether,
  claimOfEvent,
  claimsOfFiles,
  type Examined,
  type ExamineOptions,
  examine,
  isValid,
  isValidContainer,
  type LoggedEvent,
  type PacketClaim,
} from '../../evidence/index.js';
import { signingLimits } from '../../signing/index.js';
import { verifyLogExport } from '../../store/index.js';
import type { Cli } from '../command.js';
import { fileError, readNamedFile } from '../files-read.js';
import { containersIn, withFolders } from '../verify/folders.js';
import { examineFile } from './examine.js';

export interface ShownSide {
  readonly name: string;
  readonly claims: readonly PacketClaim[];
  /** What is not valid counts for nothing here, and must be told. */
  readonly invalid: readonly { readonly file: string; readonly findings: readonly Finding[] }[];
}

/**
 * @param judging asked only where something is there whose seals are to be verified
 * @throws EdocError `cli.file-…`, `log.broken`, `reconcile.nothing`, `verify.empty-folder`, `verify.no-container`
 */
export async function readSide(
  cli: Cli,
  path: string,
  judging: () => Promise<ExamineOptions>,
): Promise<ShownSide> {
  const side = await readKind(cli, path, judging);
  if (side.claims.length === 0 && side.invalid.length === 0) {
    throw new EdocError('reconcile.nothing', { detail: { path } });
  }
  return { name: path, ...side };
}

type Read = Omit<ShownSide, 'name'>;

async function readKind(cli: Cli, path: string, judging: () => Promise<ExamineOptions>): Promise<Read> {
  try {
    if ((await stat(path)).isDirectory()) {
      const names = await readdir(path);
      const packed = names.some((name) => /\.asice$/i.test(name));
      return await (packed ? readContainers(cli, path, await judging()) : readFolder(path, await judging()));
    }
    if (await isLog(path)) return { claims: await readLog(path), invalid: [] };
    return await readContainers(cli, path, await judging());
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readContainers(cli: Cli, path: string, judging: ExamineOptions): Promise<Read> {
  const claims: PacketClaim[] = [];
  const invalid: { file: string; findings: readonly Finding[] }[] = [];
  for (const file of await containersIn([path])) {
    const container = await examineFile(cli, file, judging);
    if (isValidContainer(container)) {
      claims.push(...claimsOfFiles(container.files, container.claimed?.signer.organization));
    } else {
      const inside = container.files.flatMap(({ findings }) => findings);
      invalid.push({ file, findings: [...container.findings, ...inside].filter(isError) });
    }
  }
  return { claims, invalid };
}

async function readFolder(path: string, judging: ExamineOptions): Promise<Read> {
  const { files: found, unreadable } = await withFolders([path]);
  // Deeper down, containers are copies beside what was saved.
  const files = found.filter((file) => !/\.asice$/i.test(file));
  const examined: Examined[] = [];
  for (const file of files) {
    const octets = await readNamedFile(file, signingLimits.fileBytes + signingLimits.evidenceBytes + 1);
    examined.push(await examine(file, octets, judging));
  }
  checkTogether(examined, judging.at);
  return {
    claims: claimsOfFiles(examined),
    invalid: [
      ...unreadable.map(({ path: file, finding }) => ({ file, findings: [finding] })),
      ...examined
        .filter((file) => !isValid(file))
        .map(({ file, findings }) => ({ file, findings: findings.filter(isError) })),
    ],
  };
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/** A log is lines of JSON; a container is not. */
async function isLog(path: string): Promise<boolean> {
  return (await readNamedFile(path, 1)).toString('latin1') === '{';
}

async function readLog(path: string): Promise<PacketClaim[]> {
  const lines = () => createInterface({ input: createReadStream(path), crlfDelay: 0 });
  await verifyLogExport(lines());
  const claims: PacketClaim[] = [];
  for await (const line of lines()) {
    if (line === '') continue;
    // Every line was read as an entry just now.
    const entry: LoggedEvent = JSON.parse(line);
    const claim = claimOfEvent(entry);
    if (claim) claims.push(claim);
  }
  return claims;
}
