/** Examines the files of a call, in threads where there are many, and draws how far it is. */
import { stat } from 'node:fs/promises';
import type { Kept } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { startProgress } from '../terminal/progress-bar.js';
import { examineFile } from './examine-file.js';
import { examineInThreads, worthThreads } from './pool.js';
import { examiningOf, type Setting } from './setting.js';

/** Where fewer files than this are given, drawing progress would only flicker. */
const worthProgress = 20;
/** Smaller containers are read before anyone could read the bar. */
const worthProgressOctets = 32_000_000;

/** In the order of the paths, the files of a container behind it. */
export async function examineAll(cli: Cli, paths: readonly string[], setting: Setting): Promise<Kept[]> {
  const octets = paths.length < worthProgress ? await octetsOfContainers(paths) : 0;
  const byOctets = octets >= worthProgressOctets;
  const progress = await startProgress(cli.output, byOctets ? octets : paths.length, {
    shown: byOctets || paths.length >= worthProgress,
    ...(byOctets ? { octets: true } : { rate: true }),
    label: cli.say({ en: 'Checking ', vi: 'Đang kiểm tra ' }),
  });
  const onFiles = (files: number) => (byOctets ? undefined : progress.advance(files));
  const onOctets = (read: number) => (byOctets ? progress.advance(read) : undefined);
  try {
    if (paths.length >= worthThreads) return await examineInThreads(paths, setting, onFiles);
    const options = examiningOf(setting);
    const files: Kept[] = [];
    for (const path of paths) {
      files.push(...(await examineFile(path, options, onOctets)));
      onFiles(1);
    }
    return files;
  } finally {
    progress.stop();
  }
}

/** As they are read: each whole for its digest, then what is in it. */
async function octetsOfContainers(paths: readonly string[]): Promise<number> {
  let sum = 0;
  for (const path of paths) {
    if (!/\.asice$/i.test(path)) continue;
    const found = await stat(path).catch(() => undefined);
    sum += 2 * (found?.size ?? 0);
  }
  return sum;
}
