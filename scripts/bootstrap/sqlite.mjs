/** The native module of sqlite3: fetched prebuilt where that is possible, compiled otherwise. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail, root, run, say } from './run.mjs';
import { ensureCompiler } from './toolchain.mjs';

const fromRoot = createRequire(join(root, 'package.json'));
const fetchTimeoutMs = 60_000;

export function sqliteLoads() {
  try {
    fromRoot('sqlite3');
    return true;
  } catch {
    return false;
  }
}

/** In a process of its own: this one remembers a module that failed to load, also after it has been made. */
async function sqliteLoadsNow() {
  const { code } = await run(process.execPath, ['-e', "require('sqlite3')"]);
  return code === 0;
}

export async function ensureSqlite() {
  const cwd = join(root, 'node_modules/sqlite3');
  say('sqlite3: fetching its prebuilt native module');
  const prebuild = fromRoot.resolve('prebuild-install/bin.js');
  const fetched = await run(process.execPath, [prebuild, '-r', 'napi'], { cwd, timeoutMs: fetchTimeoutMs });
  if (fetched.code === 0 && (await sqliteLoadsNow())) return;

  await ensureCompiler();
  say('sqlite3: none to be had for this system; compiling it, which takes a minute or more');
  const gyp = fromRoot.resolve('node-gyp/bin/node-gyp.js');
  const made = await run(process.execPath, [gyp, 'rebuild', '--jobs', 'max'], { cwd, env: headers() });
  if (made.code !== 0) fail('sqlite3 could not be compiled; the lines above are from node-gyp', made);
  const { code, output } = await run(process.execPath, ['-e', "require('sqlite3')"]);
  if (code !== 0) fail('sqlite3 was compiled but does not load', { output });
}

/** Where Node came with its headers node-gyp uses those, and downloads nothing. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
