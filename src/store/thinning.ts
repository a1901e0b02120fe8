/**
 * Thinning a folder of backups: of one node's the newest stay, and of the attachments those that some backup names.
 *
 * Everything is read before anything goes. What goes is first renamed, so that it counts for nothing and nobody begins to read it, then
 * removed, and attachments come last: after a death at any step what is listed is whole, and the next thinning removes the rest.
 */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdocError } from '../errors.js';
import {
  type BackupManifest,
  backupFile,
  clearUnfinished,
  manifestFile,
  readManifest,
  unfinishedSuffix,
} from './backup.js';
import { whileNobodyReads, whileWritingBackups } from './backup-locks.js';
import { syncFolder } from './durable-file.js';
import { fileError, isAbsent, systemCode } from './file-error.js';
import { storeFile } from './pragmas.js';
import { contentsNamedBy, describeSnapshot } from './snapshot.js';

export interface ThinningRequest {
  /** With the backups. */
  readonly folder: string;
  /** The backup that was just made and verified. */
  readonly made: BackupManifest;
  /** How many of its node's backups stay, it among them; 1 or more. */
  readonly keep: number;
}

/** What was removed; octets are those of the databases, and of the attachments. */
export interface Thinned {
  readonly backups: { readonly count: number; readonly octets: number };
  readonly contents: { readonly count: number; readonly octets: number };
}

interface Snapshot {
  /** Of its folder. */
  readonly name: string;
  readonly manifest: BackupManifest;
}

/**
 * Removes the node's backups before the newest `keep`, and the attachments that no backup names then. Backups of other nodes stay, and
 * so do those that say to be younger than the one just made: a clock was wrong.
 *
 * The digests of all attachments that stay are in memory, about 150 octets each.
 * @throws EdocError nothing was removed: `backup.unreadable`, `backup.being-read`, `backup.under-way`; `store.io`
 */
export function thinBackups({ folder, made, keep }: ThinningRequest): Promise<Thinned> {
  return whileWritingBackups(folder, async () => {
    const snapshots = await readSnapshots(folder);
    const old = beyond(snapshots, made, keep);
    const named = await contentsThatStay(folder, snapshots, new Set(old));
    if (old.length > 0) await whileNobodyReads(folder, () => putOutOfSight(folder, old));
    await clearUnfinished(join(folder, 'snapshots'));
    return {
      backups: {
        count: old.length,
        octets: old.reduce((sum, { manifest }) => sum + manifest.database.size, 0),
      },
      contents: await removeUnnamed(join(folder, 'content'), named),
    };
  });
}

/** Oldest first. */
function beyond(snapshots: readonly Snapshot[], made: BackupManifest, keep: number): Snapshot[] {
  const time = ({ at }: BackupManifest) => Date.parse(at);
  return snapshots
    .filter(({ manifest }) => manifest.node === made.node && time(manifest) <= time(made))
    .toSorted((one, other) => time(other.manifest) - time(one.manifest))
    .slice(keep)
    .toReversed();
}

/** Also what lost its description: attachments that it names stay until somebody has decided. */
async function readSnapshots(folder: string): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (const name of await readdir(join(folder, 'snapshots'))) {
    if (name.endsWith(unfinishedSuffix)) continue;
    await reading(name, async () => {
      const place = join(folder, 'snapshots', name);
      const isSnapshot =
        (await isThere(join(place, manifestFile))) || (await isThere(join(place, storeFile)));
      if (isSnapshot) snapshots.push({ name, manifest: await readManifest(folder, name) });
    });
  }
  return snapshots;
}

/**
 * By the databases, each against the sums in its description: not as sure as its digest, which would have all of them read to
 * their end every hour.
 */
async function contentsThatStay(
  folder: string,
  snapshots: readonly Snapshot[],
  old: ReadonlySet<Snapshot>,
): Promise<Set<string>> {
  const named = new Set<string>();
  for (const snapshot of snapshots) {
    const { name, manifest } = snapshot;
    await reading(name, async () => {
      const database = backupFile(folder, name);
      const { size } = await describeSnapshot(database);
      let [count, octets] = [0, 0];
      for await (const content of contentsNamedBy(database)) {
        count += 1;
        octets += content.size;
        if (!old.has(snapshot)) named.add(content.sha256);
      }
      const { contents } = manifest;
      const isTheSame =
        size === manifest.database.size && count === contents.count && octets === contents.octets;
      if (!isTheSame) throw new EdocError('backup.file-damaged', { detail: { file: storeFile } });
    });
  }
  return named;
}

/** @throws EdocError `backup.unreadable` with why it is */
async function reading(name: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    const cause = fileError(error);
    const finding = { code: 'backup.unreadable', severity: 'error', detail: { name } } as const;
    throw new EdocError('backup.unreadable', {
      detail: { name },
      findings: [finding, ...cause.findings],
      cause,
    });
  }
}

async function putOutOfSight(folder: string, old: readonly Snapshot[]): Promise<void> {
  const snapshots = join(folder, 'snapshots');
  for (const { name } of old) {
    await rename(join(snapshots, name), join(snapshots, `${name}${unfinishedSuffix}`));
  }
  // Before anything of them goes: after a power cut none of them is back.
  await syncFolder(snapshots);
}

/** A copy that a killed backup left beside its name goes too; what is named otherwise is somebody else's. */
async function removeUnnamed(folder: string, named: ReadonlySet<string>): Promise<Thinned['contents']> {
  let [count, octets] = [0, 0];
  for (const begin of await namesIn(folder, /^[0-9a-f]{2}$/)) {
    for (const end of await namesIn(join(folder, begin), /^[0-9a-f]{62}(\.tmp)?$/)) {
      if (named.has(begin + end)) continue;
      const path = join(folder, begin, end);
      const { size } = await stat(path);
      await rm(path);
      count += 1;
      octets += size;
    }
  }
  return { count, octets };
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (isAbsent(error) || systemCode(error) === 'ENOTDIR') return [];
    throw error;
  });
  return names.filter((name) => pattern.test(name));
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error) || systemCode(error) === 'ENOTDIR') return false;
    throw error;
  }
}
