/** Loaded into a process before its program: at the end it tells, on descriptor 3, what the process used. */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { Process } from './process.js';

if (isMainThread) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used: Pick<Process, 'cpuMs' | 'peakRssBytes'> = {
      cpuMs: (userCPUTime + systemCPUTime) / 1_000,
      peakRssBytes: maxRSS * 1_024,
    };
    writeSync(3, JSON.stringify(used));
  });
}
