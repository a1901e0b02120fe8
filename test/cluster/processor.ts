/** Processor time, of all threads, as Linux counts it for each process; not known elsewhere. */
import { readFile } from 'node:fs/promises';
import { from, type Rig, to } from './rig.js';

/** Milliseconds since each process began: by whom they were spent. */
export type Spent = Readonly<Record<'sender' | 'receivers' | 'brokers' | 'load', number>>;

/** What all processes of the rig have spent, this one for the load; undefined where the system does not tell. */
export async function spent(rig: Rig): Promise<Spent | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { user, system } = process.cpuUsage();
  return {
    sender: await ofProcess(rig.agent(from).pid),
    receivers: await ofAll(to.map((code) => rig.agent(code).pid)),
    brokers: await ofAll(rig.members.map(({ pid }) => pid)),
    load: (user + system) / 1_000,
  };
}

/** In words: what a document cost each, and all together. */
export function each(before: Spent, after: Spent, documents: number): string {
  const parts = (Object.keys(before) as (keyof Spent)[]).map((who) => ({
    who,
    ms: (after[who] - before[who]) / documents,
  }));
  const sum = parts.reduce((all, { ms }) => all + ms, 0);
  const words = parts.map(({ who, ms }) => `${who} ${ms.toFixed(1)}`).join(', ');
  return `${sum.toFixed(1)} ms a document: ${words}`;
}

async function ofAll(pids: readonly number[]): Promise<number> {
  const all = await Promise.all(pids.map(ofProcess));
  return all.reduce((sum, ms) => sum + ms, 0);
}

/** User and system time are the 14th and 15th field of proc(5), in hundredths of a second; the second field may hold blanks. */
async function ofProcess(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
