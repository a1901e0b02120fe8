/**
 * Loaded into a process before anything else (`node --import`): when it ends, it leaves behind how much memory it had resident
 * at most, in octets, a line in the file that EDOC_BENCH_PEAK names.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const target = process.env['EDOC_BENCH_PEAK'];
if (target !== undefined && isMainThread) {
  process.on('exit', () => appendFileSync(target, `${peakBytes()}\n`));
}

/** Of all threads. What the system counts for getrusage begins, on Linux, with what the parent had: it is no measure there. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
