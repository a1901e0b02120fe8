/** Compiling, when a source is not as it was at the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run, say } from './run.mjs';

/** Those that tsconfig.json includes. */
const folders = ['src', 'test', 'bench', 'demo', 'scripts'];
const stamp = join(root, 'dist/.sources');

/** Names, sizes and times of the sources are those of the last good build, and all that it wrote is there. */
export function isBuilt() {
  const sources = listSources();
  return read(stamp) === fingerprint(sources) && missingOutputs(sources).length === 0;
}

export async function build() {
  say('compiling');
  const sources = listSources();
  const before = fingerprint(sources);
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(stamp, { force: true });
  removeOrphans(sources);
  // Where tsconfig.json asks for incremental builds, tsc takes it that what it wrote once is still there.
  if (missingOutputs(sources).length > 0) rmSync(join(root, 'dist/.tsbuildinfo'), { force: true });
  const tsc = join(root, 'node_modules/typescript/lib/tsc.js');
  const result = await run(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')]);
  if (result.code !== 0) fail('the sources do not compile; the lines above are from tsc', result);
  // What was edited meanwhile is seen next time: the fingerprint is from before.
  writeFileSync(stamp, before);
}

/** Paths from the root, without the ending `.ts`. */
function listSources() {
  return folders.flatMap((folder) => list(folder, '.ts')).filter((path) => !path.endsWith('.d'));
}

function list(folder, ending) {
  const directory = join(root, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name.slice(0, -ending.length)))
    .sort();
}

function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const path of [
    ...sources.map((source) => `${source}.ts`),
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function missingOutputs(sources) {
  return sources.filter((source) => !existsSync(join(root, 'dist', `${source}.js`)));
}

/** The test runner would go on running what was compiled from a test that is gone. */
function removeOrphans(sources) {
  const known = new Set(sources.map((source) => join('dist', source)));
  for (const folder of folders.map((name) => join('dist', name))) {
    for (const ending of ['.js', '.js.map']) {
      for (const output of list(folder, ending)) {
        if (!known.has(output)) rmSync(join(root, output + ending));
      }
    }
  }
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
