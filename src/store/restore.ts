/**
 * Puts a backup where there is no store. The folder is marked from the first file to the last, and a store beside the mark
 * is not opened; the restored store itself says that it was restored, so that the node asks its peers for what is younger.
 */
import { copyFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError } from '../errors.js';
import { type BackupManifest, backupFile, checkBackup, copyContent } from './backup.js';
import { checkStore, contentPath, digestFile } from './check.js';
import { syncFolder } from './durable-file.js';
import { fileError } from './file-error.js';
import { openStore } from './open.js';
import { storeFile } from './pragmas.js';
import {
  clearUnfinished,
  isRestoring,
  markRestoring,
  takeRestoreLock,
  unmarkRestoring,
} from './restoring.js';
import { contentsNamedBy } from './snapshot.js';

export interface RestoreRequest {
  /** With the backups. */
  readonly from: string;
  /** Which of them. */
  readonly name: string;
  /** Of the store; nothing of a store may be there but what an earlier try for the same directory put there. */
  readonly folder: string;
  /** Of the agent; left out where it is the folder's own. */
  readonly directory?: string;
  readonly now: () => Date;
  /** Called after the backup was found whole, before anything but the mark is written. */
  readonly prepared?: (manifest: BackupManifest) => Promise<void>;
  readonly progress?: (phase: 'verify' | 'contents' | 'restored', octets: number) => void;
}

/**
 * A second try after one that did not come to its end, however that was, begins anew and completes it.
 * @throws EdocError `restore.not-empty`, `restore.under-way`, `backup.none`, `backup.malformed`, `backup.not-whole`, `store.…`. After
 *   an error past the check of the backup the folder stays marked.
 */
export async function restoreBackup(request: RestoreRequest): Promise<BackupManifest> {
  const { from, name, folder, directory = folder, progress } = request;
  const requirePlace = async () => {
    if (!(await isRestoring(folder, directory))) await requireFree(folder);
  };
  await requirePlace();
  const { manifest, check } = await checkBackup(from, name, (octets) => progress?.('verify', octets));
  if (check.faults.length > 0) {
    const detail = { count: check.faults.length };
    const findings = [{ code: 'backup.not-whole', severity: 'error', detail } as const, ...check.faults];
    throw new EdocError('backup.not-whole', { detail, findings });
  }
  const lock = await takeRestoreLock(folder);
  try {
    // Once more, now that nobody else can be at it.
    await requirePlace();
    await putInPlace(request, directory, manifest);
    return manifest;
  } finally {
    await lock.release();
  }
}

async function putInPlace(
  request: RestoreRequest,
  directory: string,
  manifest: BackupManifest,
): Promise<void> {
  const { from, name, folder, now, progress } = request;
  await markRestoring(folder, directory);
  await clearUnfinished(folder);
  await request.prepared?.(manifest);
  const contents = join(folder, 'content');
  for await (const content of contentsNamedBy(backupFile(from, name))) {
    await copyContent(content, join(from, 'content'), contents);
    const copy = await digestFile(contentPath(contents, content.sha256), (octets) =>
      progress?.('contents', octets),
    );
    if (copy?.sha256 !== content.sha256) {
      throw new EdocError('content.damaged', { detail: { sha256: content.sha256 } });
    }
  }
  await copyDatabase(backupFile(from, name), folder, manifest);
  const store = await openStore({ folder, now, restoring: true });
  try {
    await store.recovery.begin({ backupAt: new Date(manifest.at), restoredAt: now(), log: manifest.log });
  } finally {
    await store.close();
  }
  const restored = await checkStore({ database: join(folder, storeFile), contents, readContents: false });
  const [fault] = restored.faults;
  if (fault) throw new EdocError(fault.code, { detail: fault.detail, findings: restored.faults });
  await unmarkRestoring(folder);
  progress?.('restored', 0);
}

/** Whatever is there may be somebody's only copy. @throws EdocError `restore.not-empty` */
export async function requireFree(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  const inTheWay = there.find((name) => /^(store\.db|content$|restore\.incomplete$|staging$)/.test(name));
  if (inTheWay) throw new EdocError('restore.not-empty', { detail: { folder, file: inTheWay } });
}

async function copyDatabase(from: string, folder: string, manifest: BackupManifest): Promise<void> {
  const temporary = join(folder, `${storeFile}.tmp`);
  try {
    await copyFile(from, temporary);
    const copy = await digestFile(temporary);
    if (copy?.sha256 !== manifest.database.sha256) {
      throw new EdocError('backup.file-damaged', { detail: { file: storeFile } });
    }
    await rename(temporary, join(folder, storeFile));
    await syncFolder(folder);
  } catch (error) {
    throw fileError(error);
  }
}
