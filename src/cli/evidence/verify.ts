/** One call of `edoc evidence verify`. */
import { basename, join, resolve } from 'node:path';
import { openContainer } from '../../container/index.js';
import { type ExaminedContainer, isValidContainer } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { safeNames, writeNewFiles } from '../new-files.js';
import { readTrust } from '../verify/trust.js';
import { containersIn, examineFile } from './examine.js';
import { containersJson, printContainers } from './report.js';

export interface Options {
  readonly trust?: readonly string[];
  readonly at?: Date;
  readonly extract?: string;
}

/** Reports on all containers and returns whether every one is valid. */
export async function verifyContainers(
  cli: Cli,
  named: readonly string[],
  options: Options,
): Promise<boolean> {
  const { output } = cli;
  const { trust } = await readTrust(cli, options.trust, 'edoc evidence verify');
  const judging = { trust, at: options.at ?? new Date() };
  const containers: ExaminedContainer[] = [];
  for (const path of await containersIn(named)) containers.push(await examineFile(cli, path, judging));
  const extracted = options.extract === undefined ? [] : await extract(options.extract, containers);
  const outcome = { ...judging, containers };
  output.document({ ...containersJson(outcome, output), ...(extracted.length > 0 ? { extracted } : {}) });
  if (!output.json) await printContainers(outcome, output);
  for (const path of extracted) output.print(path);
  return containers.every(isValidContainer);
}

/** Each valid container into a folder of its own, named after its file. Names in it were checked when it was opened. */
async function extract(folder: string, containers: readonly ExaminedContainer[]): Promise<string[]> {
  const valid = containers.filter(isValidContainer);
  const names = safeNames(valid.map(({ file }) => basename(file).replace(/\.asice$/i, '')));
  const written: string[] = [];
  for (const [index, { file }] of valid.entries()) {
    const container = await openContainer(file);
    try {
      const target = join(resolve(folder), names[index] ?? String(index + 1));
      const files = container.entries.map((entry) => ({ name: entry.name, content: entry.read() }));
      written.push(...(await writeNewFiles(target, files)));
    } finally {
      await container.close();
    }
  }
  return written;
}
