/** The npm packages: exactly those of package-lock.json. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, root, run, say } from './run.mjs';

/**
 * npm records in node_modules/.package-lock.json what it installed. The two agree when each package is there in the
 * locked version, those for other platforms aside, and no other is.
 */
export function packagesAreInstalled() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (wanted === undefined || present === undefined) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    const found = present[path];
    if (path === '' || (found === undefined && entry.optional)) continue;
    if (found === undefined || found.version !== entry.version || found.integrity !== entry.integrity)
      return false;
  }
  return Object.keys(present).every((path) => wanted[path] !== undefined);
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Without install scripts: those among our packages (sqlite3, pkcs11js) download or compile silently for minutes, or are
 * blocked, depending on the version of npm. The step after this one does it where one can see it.
 */
export async function installPackages() {
  say('installing the npm packages');
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const result = await runNpm(args);
  if (result.code !== 0) fail('npm ci failed; the lines above are from npm', result);
}

function runNpm(args) {
  const path = process.env.npm_execpath;
  return path !== undefined && basename(path) === 'npm-cli.js'
    ? run(process.execPath, [path, ...args])
    : run('npm', args);
}
