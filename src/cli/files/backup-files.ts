/** Which files of an agent's directory go into a backup, and which must be kept elsewhere. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { passphraseSource } from '../../agent/index.js';
import { EdocError } from '../../errors.js';
import type { BackupFile } from '../../store/index.js';
import { isTokenUri } from '../../token/index.js';
import type { AgentPlace } from '../agent/directory.js';
import { fileError } from '../files-read.js';

const encrypted = '-----BEGIN ENCRYPTED PRIVATE KEY-----';

/**
 * The configuration, certificates and anchors; with `keys` also the key files, which are encrypted already (PKCS#8). Never a
 * passphrase or PIN, and nothing outside the agent's directory. @throws EdocError `backup.key-in-clear`
 */
export async function collectBackupFiles(
  { directory, config }: AgentPlace,
  { keys }: { readonly keys: boolean },
): Promise<{ readonly files: readonly BackupFile[]; readonly leftOut: readonly string[] }> {
  const files: BackupFile[] = [];
  const leftOut: string[] = [];
  const { broker, agencies, trust, attachments, timeStamp } = config;
  const seals = agencies.flatMap(({ next, ...present }) => (next ? [present, next] : [present]));
  const open = [
    join(directory, 'agent.json'),
    trust,
    broker.ca,
    broker.certificate,
    ...seals.map(({ certificate }) => certificate),
    ...[attachments.trust, timeStamp?.trust].filter((path) => path !== undefined),
  ];
  for (const path of new Set(open)) {
    const inside = insideOf(directory, path);
    if (inside === undefined) leftOut.push(path);
    else files.push({ path: inside, bytes: await read(path) });
  }
  for (const path of new Set([broker.key, ...seals.map(({ key }) => key)])) {
    if (isTokenUri(path)) {
      leftOut.push(path.replace(/[?].*$/, ''));
      continue;
    }
    const inside = insideOf(directory, path);
    if (!keys || inside === undefined) {
      leftOut.push(inside ?? path);
      continue;
    }
    const bytes = await read(path);
    if (!bytes.toString('latin1').includes(encrypted)) {
      throw new EdocError('backup.key-in-clear', { detail: { file: path } });
    }
    files.push({ path: inside, bytes });
  }
  const passphrase = passphraseSource(config);
  leftOut.push(
    'file' in passphrase ? (insideOf(directory, passphrase.file) ?? passphrase.file) : 'passphrase',
  );
  return { files, leftOut };
}

/** The path from the directory, where the file is in it. */
function insideOf(directory: string, path: string): string | undefined {
  const inside = relative(directory, path);
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : inside;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(path, error);
  }
}
