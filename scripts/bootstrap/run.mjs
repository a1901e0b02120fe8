/** Running other programs: what they print is kept and shown only when they fail. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Something that the person in front of the terminal can put right: its message is all that is shown. */
export class SetupError extends Error {}

export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/**
 * Runs a program to its end without standard input.
 * Resolves to `{ code, output }`; `code` is null where it could not be started, was ended by a signal or took too long.
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** Runs a program to its end with our own standard output and error; resolves to its exit code or null. */
export function runAttached(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code));
  });
}

/** The program's output, then an error that says what failed. */
export function fail(message, { output }) {
  process.stderr.write(`${output.trimEnd()}\n`);
  throw new SetupError(message);
}
