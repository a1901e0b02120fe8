/** What node-gyp needs to compile: Python 3, make and a C++ compiler. */
import { run, SetupError, say } from './run.mjs';

const tools = [
  { command: 'python3', package: 'python3' },
  { command: 'make', package: 'make' },
  { command: 'g++', package: 'g++' },
];

/** Installs what is missing where that is possible without asking: on Debian and its kin, as root or with sudo. */
export async function ensureCompiler() {
  const missing = [];
  for (const tool of tools) {
    if ((await run(tool.command, ['--version'])).code !== 0) missing.push(tool.package);
  }
  if (missing.length === 0) return;
  const names = missing.join(' ');
  const apt = await aptCommand();
  if (apt === undefined) {
    throw new SetupError(
      `compiling sqlite3 needs ${missing.join(', ')}; install them, on Debian or Ubuntu with ` +
        `"sudo apt-get install ${names}", and run the same command again`,
    );
  }
  say(`installing ${names} with apt-get, to compile sqlite3`);
  const install = [...apt, 'install', '-y', '--no-install-recommends', ...missing];
  if ((await runApt(install)).code === 0) return;
  await runApt([...apt, 'update']);
  const again = await runApt(install);
  if (again.code !== 0) {
    process.stderr.write(again.output);
    throw new SetupError(
      `apt-get could not install ${names}; install them by hand and run the same command again`,
    );
  }
}

/** `apt-get`, with sudo in front for an ordinary user who may; undefined where there is no way. */
async function aptCommand() {
  if ((await run('apt-get', ['--version'])).code !== 0) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}

function runApt([command, ...args]) {
  return run(command, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}
