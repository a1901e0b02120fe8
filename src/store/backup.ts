/**
 * Backups of a store, many in one folder: each has its own copy of the database, and all share the attachments, which
 * are never changed and named by their digest, so that a further backup copies what is new.
 *
 *     FOLDER/content/ab/cdef…            attachments
 *     FOLDER/snapshots/NAME/store.db     the database as it was at one moment
 *     FOLDER/snapshots/NAME/backup.json  what belongs to it; written last, so that a backup without it is none
 */
import { constants } from 'node:fs';
import { copyFile, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EdocError } from '../errors.js';
import { whileWritingBackups } from './backup-locks.js';
import { checkStore, contentPath, digestFile, type StoreCheck } from './check.js';
import { DurableFile, makeFolder, syncFolder } from './durable-file.js';
import { fileError, isAbsent, systemCode } from './file-error.js';
import type { LogHead } from './log-entry.js';
import { storeFile } from './pragmas.js';
import { contentsNamedBy, holdContents, type NamedContent, writeSnapshot } from './snapshot.js';

export interface BackupManifest {
  readonly format: 1;
  readonly name: string;
  readonly node: string;
  /** When the copy of the database was begun: what was stored later is not in it. RFC 3339. */
  readonly at: string;
  readonly layout: number;
  readonly database: { readonly sha256: string; readonly size: number };
  readonly log: LogHead;
  readonly contents: { readonly count: number; readonly octets: number };
  /** Files of the configuration, relative to the agent's directory, with their digests. */
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly size: number }[];
  /** What is not in it and must come from elsewhere. */
  readonly leftOut: readonly string[];
}

export interface BackupFile {
  /** Relative to the agent's directory. */
  readonly path: string;
  readonly bytes: Buffer;
}

export interface BackupRequest {
  /** Of the store. */
  readonly folder: string;
  readonly to: string;
  readonly node: string;
  readonly files: readonly BackupFile[];
  readonly leftOut: readonly string[];
  readonly now: () => Date;
  /** False reads again only what this backup has written. */
  readonly verifyAll?: boolean;
  readonly progress?: (phase: 'database' | 'contents' | 'verify', octets: number) => void;
}

export interface Backup {
  readonly manifest: BackupManifest;
  readonly folder: string;
  /** Contents that were not there from an earlier backup. */
  readonly copied: { readonly count: number; readonly octets: number };
  readonly check: StoreCheck;
}

export const manifestFile = 'backup.json';
const filesFolder = 'files';
/** Of a folder that is no backup: not yet, or no more. */
export const unfinishedSuffix = '.unfinished';

/**
 * Makes a backup while the node runs on, and reads it back: every digest, SQLite's integrity check, the event log.
 * @throws EdocError `backup.not-whole` with what is wrong with it, nothing of the backup is left then; `backup.under-way`,
 *   `content.missing`, `store.…`
 */
export async function writeBackup(request: BackupRequest): Promise<Backup> {
  const { folder, to, now } = request;
  const at = now();
  const name = at.toISOString().replaceAll(':', '-').replace('.', '-');
  const unfinished = join(to, 'snapshots', `${name}${unfinishedSuffix}`);
  try {
    // The time is taken before the snapshot: what is asked of others later may begin too early, never too late.
    return await whileWritingBackups(to, () =>
      holdContents(folder, () => make(request, at, name, unfinished)),
    );
  } catch (error) {
    // Where even this fails, why there is no backup is what matters.
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw fileError(error);
  }
}

async function make(request: BackupRequest, at: Date, name: string, unfinished: string): Promise<Backup> {
  const { folder, to, progress } = request;
  await clearUnfinished(join(to, 'snapshots'));
  await makeFolder(unfinished);
  const database = join(unfinished, storeFile);
  const { layout, head, size } = await writeSnapshot(folder, database);
  progress?.('database', size);
  const copied = await copyContents(request, database);
  for (const file of request.files) await writeDurably(join(unfinished, filesFolder, file.path), file.bytes);
  const check = await verified(request, database, copied.names);
  const digest = await digestFile(database);
  const manifest: BackupManifest = {
    format: 1,
    name,
    node: request.node,
    at: at.toISOString(),
    layout,
    database: { sha256: digest?.sha256 ?? '', size },
    log: head,
    contents: check.contents,
    files: await describeFiles(unfinished, request.files),
    leftOut: request.leftOut,
  };
  await writeDurably(join(unfinished, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const finished = join(to, 'snapshots', name);
  await rename(unfinished, finished);
  await syncFolder(dirname(finished));
  return { manifest, folder: finished, copied: copied.sum, check };
}

/** The finished backups in a folder, oldest first. @throws EdocError `backup.none`, `store.io` */
export async function listBackups(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'snapshots')).catch((error: unknown): string[] => {
    // Whoever may not look must not be told that there is nothing.
    if (isAbsent(error) || systemCode(error) === 'ENOTDIR') return [];
    throw fileError(error);
  });
  const finished: string[] = [];
  for (const name of names.toSorted()) {
    const found = await stat(join(folder, 'snapshots', name, manifestFile)).catch(() => undefined);
    if (found?.isFile() && !name.endsWith(unfinishedSuffix)) finished.push(name);
  }
  if (finished.length === 0) throw new EdocError('backup.none', { detail: { folder } });
  return finished;
}

/** @throws EdocError `backup.none`, `backup.unknown`, `backup.malformed` */
export async function readManifest(folder: string, name: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, 'snapshots', name, manifestFile), 'utf8').catch(
    async (error: unknown) => {
      if (isAbsent(error)) {
        // Where there is none at all, that is said.
        await listBackups(folder);
        throw new EdocError('backup.unknown', { detail: { folder, name } });
      }
      throw fileError(error);
    },
  );
  const malformed = (cause?: unknown) => new EdocError('backup.malformed', { detail: { name }, cause });
  let manifest: Partial<BackupManifest>;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw malformed(error);
  }
  const { format, database, at, files, node, leftOut, contents, layout, log } = manifest;
  const described = database && files && leftOut && contents && log && layout !== undefined;
  if (format !== 1 || !described || node === undefined || Number.isNaN(Date.parse(at ?? '')))
    throw malformed();
  return { format, name, node, at: at ?? '', layout, database, log, contents, files, leftOut };
}

/**
 * Reads a backup to its end. Never throws for what is wrong with it.
 * @throws EdocError `backup.none`, `backup.unknown`, `backup.malformed`
 */
export async function checkBackup(
  folder: string,
  name: string,
  progress?: (octets: number) => void,
): Promise<{ readonly manifest: BackupManifest; readonly check: StoreCheck }> {
  const manifest = await readManifest(folder, name);
  const place = join(folder, 'snapshots', name);
  const wrong: string[] = [];
  const database = await digestFile(join(place, storeFile), progress);
  if (database?.sha256 !== manifest.database.sha256) wrong.push(storeFile);
  for (const file of manifest.files) {
    if ((await digestFile(join(place, filesFolder, file.path)))?.sha256 !== file.sha256)
      wrong.push(file.path);
  }
  const faults = wrong.map((file) => ({
    code: 'backup.file-damaged' as const,
    severity: 'error' as const,
    detail: { file },
  }));
  if (!database) {
    const nothing = { count: 0, octets: 0 };
    return { manifest, check: { faults, packets: 0, contents: nothing, orphans: nothing } };
  }
  const check = await checkStore({
    database: join(place, storeFile),
    contents: join(folder, 'content'),
    heads: [manifest.log],
    ...(progress ? { progress } : {}),
  });
  return { manifest, check: { ...check, faults: [...faults, ...check.faults] } };
}

/** Where a file of a backup lies. */
export function backupFile(folder: string, name: string, path?: string): string {
  const place = join(folder, 'snapshots', name);
  return path === undefined ? join(place, storeFile) : join(place, filesFolder, path);
}

/** What was killed left; in a folder one backup is made at a time. */
export async function clearUnfinished(snapshots: string): Promise<void> {
  for (const name of await readdir(snapshots).catch(() => [])) {
    if (name.endsWith(unfinishedSuffix)) await rm(join(snapshots, name), { recursive: true, force: true });
  }
}

/** Copies what is not there yet; a file under its name is whole, since it gets it last. */
async function copyContents(request: BackupRequest, database: string) {
  const names = new Set<string>();
  let octets = 0;
  for await (const content of contentsNamedBy(database)) {
    if (await copyContent(content, join(request.folder, 'content'), join(request.to, 'content'))) {
      names.add(content.sha256);
      octets += content.size;
    }
    request.progress?.('contents', content.size);
  }
  return { names, sum: { count: names.size, octets } };
}

/** True where it was copied; one of the same size is there already. @throws EdocError `content.missing` */
export async function copyContent(
  { sha256, size }: NamedContent,
  from: string,
  to: string,
): Promise<boolean> {
  const path = contentPath(to, sha256);
  if ((await stat(path).catch(() => undefined))?.size === size) return false;
  const temporary = `${path}.tmp`;
  try {
    await makeFolder(dirname(path));
    // A copy, not a hard link: a fault of the disk must not be in both. Where the file system can, it shares the blocks.
    await copyFile(contentPath(from, sha256), temporary, constants.COPYFILE_FICLONE);
    const handle = await open(temporary, 'r+');
    try {
      await handle.chmod(0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    await rm(temporary, { force: true });
    if (isAbsent(error)) throw new EdocError('content.missing', { detail: { sha256 }, cause: error });
    throw fileError(error);
  }
}

async function verified(
  request: BackupRequest,
  database: string,
  copied: ReadonlySet<string>,
): Promise<StoreCheck> {
  const check = await checkStore({
    database,
    contents: join(request.to, 'content'),
    readContents: ({ sha256 }) => request.verifyAll !== false || copied.has(sha256),
    progress: (octets) => request.progress?.('verify', octets),
  });
  if (check.faults.length === 0) return check;
  // Damaged copies must not stand in the way of the next try.
  for (const { code, detail } of check.faults) {
    const sha256 = String(detail?.['sha256'] ?? '');
    if (code === 'content.damaged')
      await rm(contentPath(join(request.to, 'content'), sha256), { force: true });
  }
  throw new EdocError('backup.not-whole', {
    detail: { count: check.faults.length },
    findings: [
      { code: 'backup.not-whole', severity: 'error', detail: { count: check.faults.length } },
      ...check.faults,
    ],
  });
}

async function describeFiles(place: string, files: readonly BackupFile[]): Promise<BackupManifest['files']> {
  const described = [];
  for (const { path } of files) {
    const digest = await digestFile(join(place, filesFolder, path));
    described.push({ path, sha256: digest?.sha256 ?? '', size: digest?.size ?? 0 });
  }
  return described;
}

async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const file = await DurableFile.create(dirname(path));
  await file.write(typeof content === 'string' ? Buffer.from(content) : content);
  await file.keepAs(path);
}
