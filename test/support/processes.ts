import { execFileSync } from 'node:child_process';

/** Command lines of the processes that work in the directory. */
export function processesIn(directory: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory));
}
