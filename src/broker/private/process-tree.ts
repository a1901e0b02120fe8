/** The processes below one process. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The ids of all descendants of `root`, without `root`. */
export async function descendants(root: number): Promise<number[]> {
  const parents = process.platform === 'linux' ? await parentsFromProc() : await parentsFromPs();
  const found: number[] = [];
  let generation = [root];
  while (generation.length > 0) {
    const above = new Set(generation);
    generation = [...parents].filter(([, parent]) => above.has(parent)).map(([id]) => id);
    found.push(...generation);
  }
  return found;
}

async function parentsFromProc(): Promise<Map<number, number>> {
  const parents = new Map<number, number>();
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    ids.map(async (id) => {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
      // The command's name stands in brackets and may hold anything; the state and the parent come after it.
      const parent = /^\S+ (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 2))?.[1];
      if (parent !== undefined) parents.set(Number(id), Number(parent));
    }),
  );
  return parents;
}

async function parentsFromPs(): Promise<Map<number, number>> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(pairs.map(([id = 0, parent = 0]) => [id, parent]));
}
