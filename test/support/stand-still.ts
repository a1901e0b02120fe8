/** A process that stands still, as its machine does that is being moved. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Resolves once every thread of it stands still. SIGSTOP alone returns before that: on a busy machine the others go on for some
 * milliseconds, in which a broker takes and confirms a message. SIGCONT lets it go on.
 */
export async function standStill(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (!(await threadStates(pid)).every((state) => state === 'T')) await delay(2);
}

/** As proc(5) has them, after the name, which may hold brackets of its own; `T` is stopped. */
async function threadStates(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/task`;
  const stats = (await readdir(folder)).map((id) => readFile(`${folder}/${id}/stat`, 'utf8'));
  return (await Promise.all(stats)).map((stat) => stat.slice(stat.lastIndexOf(')') + 2).charAt(0));
}
