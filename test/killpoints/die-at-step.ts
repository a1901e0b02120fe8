/**
 * Loaded into a command of the real program (`node --import`): kills the process with SIGKILL before the step with the number
 * `EDOC_KILL_AT`, and writes the steps that it came to into the file `EDOC_STEPS`, a line each.
 */
import { appendFileSync } from 'node:fs';
import { watchSteps } from './steps.js';

const { EDOC_KILL_AT: deadly, EDOC_STEPS: file } = process.env;

await watchSteps((number, name) => {
  if (String(number) === deadly) process.kill(process.pid, 'SIGKILL');
  if (file) appendFileSync(file, `${name}\n`);
});
