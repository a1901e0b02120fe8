/**
 * `npm run test:brokers [-- --suite trixie --tree DIR --only installed|suite]`: the tests of the broker, an exchange from end
 * to end and a short rehearsal with a cluster, on the RabbitMQ that is installed and on that of another Debian. Needs root for
 * the latter. The tree is some 300 MB and is kept where --tree names it, else removed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { locateRabbitmq } from '../../src/broker/private/locate.js';
import { projectRoot } from '../e2e/support/edoc.js';
import { mochaArguments, runInside } from './inside.js';
import { makeTree, rabbitmqIn } from './tree.js';

const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'trixie' },
    tree: { type: 'string' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '8' },
    rate: { type: 'string', default: '50' },
  },
});
const project = projectRoot.replace(/\/$/, '');
const files = ['broker/*.test.js', 'e2e/delivery.test.js', 'e2e/alarm.test.js'];
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['tests', mochaArguments(project, files)],
  [
    'cluster',
    [join(project, 'dist/test/cluster/main.js'), '--seconds', values.seconds, '--rate', values.rate],
  ],
];

const outcomes: string[] = [];
if (values.only !== 'suite') {
  const { home } = await locateRabbitmq(process.env);
  await onEach(basename(home).replace('rabbitmq_server-', 'RabbitMQ '), (args) =>
    Promise.resolve(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1),
  );
}
if (values.only !== 'installed') await onSuite();
console.log(['', ...outcomes].join('\n'));

async function onSuite(): Promise<void> {
  if (process.getuid?.() !== 0) {
    outcomes.push(`RabbitMQ of ${values.suite}: SKIPPED, which needs root`);
    return;
  }
  const tree = values.tree ?? (await mkdtemp(join(tmpdir(), 'edoc-brokers-')));
  try {
    await makeTree(tree, values.suite, (line) => console.log(line));
    const { version = 'of unknown version' } = (await rabbitmqIn(tree)) ?? {};
    const inside = { root: join(tree, 'root'), project };
    await onEach(`RabbitMQ ${version} of ${values.suite}`, (args) => runInside(inside, args));
  } finally {
    if (values.tree === undefined) await rm(tree, { recursive: true, force: true });
  }
}

async function onEach(name: string, run: (args: readonly string[]) => Promise<number>): Promise<void> {
  for (const [step, args] of steps) {
    console.log(`\n${name}: ${step}`);
    const code = await run(args);
    outcomes.push(`${name}: ${step} ${code === 0 ? 'passed' : `FAILED with ${code}`}`);
    if (code !== 0) process.exitCode = 1;
  }
}
