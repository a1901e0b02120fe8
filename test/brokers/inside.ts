/** Runs a command of this project in a tree: the same files and processes, another system's programs. Needs root. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';

export interface Inside {
  /** The tree's root. */
  readonly root: string;
  /** The project, which stands at the same place inside. */
  readonly project: string;
}

/**
 * In namespaces of its own, so that every process and every mount is gone when it ends, however it ends.
 * @returns the exit code
 */
export function runInside({ root, project }: Inside, args: readonly string[]): Promise<number> {
  const node = process.execPath;
  const mounts = [
    `mount --bind "$ROOT" "$ROOT"`,
    `mount -t proc proc "$ROOT/proc"`,
    `mount --rbind /dev "$ROOT/dev"`,
    `mount -t tmpfs tmpfs "$ROOT/tmp"`,
    `mkdir -p "$ROOT$PROJECT" "$ROOT$(dirname "$NODE")"`,
    `mount --bind "$PROJECT" "$ROOT$PROJECT"`,
    `touch "$ROOT$NODE"`,
    `mount --bind "$NODE" "$ROOT$NODE"`,
  ];
  const enter = `exec chroot "$ROOT" "$NODE" "$@"`;
  const script = ['set -e', ...mounts, 'cd /', enter].join('\n');
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script, 'sh', ...args],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ROOT: root,
        PROJECT: project,
        NODE: node,
        HOME: '/root',
        LANG: 'C.UTF-8',
        PATH: `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${dirname(node)}`,
      },
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Mocha on these files of the project, as `npm test` runs them. */
export function mochaArguments(project: string, files: readonly string[]): string[] {
  const dist = join(project, 'dist', 'test');
  return [
    join(project, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    '--require',
    join(dist, 'support', 'run.js'),
    '--timeout',
    '120000',
    '--reporter',
    'dot',
    ...files.map((file) => join(dist, file)),
  ];
}
