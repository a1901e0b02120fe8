import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** Calls `edoc` as a process of its own, in English unless the arguments say otherwise. */
export function edoc(...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, EDOC_LANG: 'en', NO_COLOR: '1' };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env }, (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

/** The same, for the JSON document. */
export async function edocJson(...args: readonly string[]): Promise<unknown> {
  const { code, out, err } = await edoc(...args, '--json');
  if (code !== 0) throw new Error(`edoc ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out);
}
