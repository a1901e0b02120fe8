/** The native modules: sqlite3's is fetched prebuilt where that is possible, else compiled; pkcs11js has to be compiled. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail, root, run, say } from './run.mjs';
import { ensureCompiler } from './toolchain.mjs';

const fromRoot = createRequire(join(root, 'package.json'));
const fetchTimeoutMs = 60_000;

export function nativeModulesLoad() {
  return loads('sqlite3') && loads('pkcs11js');
}

export async function ensureNativeModules() {
  if (!loads('sqlite3')) await ensureSqlite();
  if (!loads('pkcs11js'))
    await compile('pkcs11js', 'it comes as source; compiling it, which takes a few seconds');
}

function loads(name) {
  try {
    fromRoot(name);
    return true;
  } catch {
    return false;
  }
}

/** In a process of its own: this one remembers a module that failed to load, also after it has been made. */
function loadNow(name) {
  return run(process.execPath, ['-e', `require('${name}')`]);
}

async function ensureSqlite() {
  const cwd = join(root, 'node_modules/sqlite3');
  say('sqlite3: fetching its prebuilt native module');
  const prebuild = fromRoot.resolve('prebuild-install/bin.js');
  const fetched = await run(process.execPath, [prebuild, '-r', 'napi'], { cwd, timeoutMs: fetchTimeoutMs });
  if (fetched.code === 0 && (await loadNow('sqlite3')).code === 0) return;
  await compile('sqlite3', 'none to be had for this system; compiling it, which takes a minute or more');
}

async function compile(name, why) {
  await ensureCompiler();
  say(`${name}: ${why}`);
  const cwd = join(root, 'node_modules', name);
  const gyp = fromRoot.resolve('node-gyp/bin/node-gyp.js');
  const made = await run(process.execPath, [gyp, 'rebuild', '--jobs', 'max'], { cwd, env: headers() });
  if (made.code !== 0) fail(`${name} could not be compiled; the lines above are from node-gyp`, made);
  const { code, output } = await loadNow(name);
  if (code !== 0) fail(`${name} was compiled but does not load`, { output });
}

/** Where Node came with its headers node-gyp uses those, and downloads nothing. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
