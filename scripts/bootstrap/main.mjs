/** The steps of the bootstrap in their order, under one lock, so that two of them side by side do the work once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { installPackages, packagesAreInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { ensureNativeModules, nativeModulesLoad } from './native.mjs';
import { root, runAttached, SetupError, say } from './run.mjs';

const usage = 'usage: node scripts/bootstrap.mjs [--broker]';

/** Sets the exit code; an unforeseen error is left to Node, which prints its trace. */
export async function main(args) {
  const unknown = args.filter((argument) => argument !== '--broker');
  if (unknown.length > 0) {
    say(`unknown argument ${unknown[0]}; ${usage}`);
    process.exitCode = 2;
    return;
  }
  try {
    if (!isReady()) await withLock(getReady);
    if (args.includes('--broker')) await withLock(ensureBroker);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

function isReady() {
  return packagesAreInstalled() && nativeModulesLoad() && isBuilt();
}

/** Every step looks again: whoever held the lock before may have done it. */
async function getReady() {
  if (!packagesAreInstalled()) await installPackages();
  if (!nativeModulesLoad()) await ensureNativeModules();
  if (!isBuilt()) await build();
}

async function ensureBroker() {
  const script = join(root, 'dist/scripts/ensure-rabbitmq.js');
  if (!existsSync(script))
    throw new SetupError(`${script} is missing; remove the folder dist and run this again`);
  const code = await runAttached(process.execPath, [script]);
  if (code !== 0) throw new SetupError('RabbitMQ is not there; the lines above say what to do');
}
