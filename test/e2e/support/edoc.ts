/** The program itself, as a person at a terminal starts it: one process for each command. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

/** The compiled program: `npm test` builds it before it runs. */
export const program = join(projectRoot, 'bin', 'edoc.js');

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `edoc ARGS` in English, for the agent in this directory where one is named. Never rejects for its exit code. */
export function edoc(args: readonly string[], agent?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, EDOC_LANG: 'en', ...(agent === undefined ? {} : { EDOC_AGENT: agent }) },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === null) reject(new Error(`edoc ${args.join(' ')} was ended by ${signal}`));
      else resolve({ exitCode: code, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** The JSON document of `edoc ARGS --json`. @throws Error where it ends with another exit code than 0 */
export async function edocJson<Result>(args: readonly string[], agent?: string): Promise<Result> {
  const { exitCode, stdout, stderr } = await edoc([...args, '--json'], agent);
  if (exitCode !== 0) throw new Error(`edoc ${args.join(' ')} ended with ${exitCode}\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Result;
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
