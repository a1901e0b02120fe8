/**
 * How long people wait for a process: `edoc verify` of a small document from start to end, and `edoc agent run` until it
 * is connected and takes messages. The smallest of several runs is what the program costs, the median what people see; bare
 * Node stands beside them, since nothing can be faster.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readAgentPlace } from '../src/cli/agent/directory.js';
import { doorClient } from '../src/door/index.js';
import { testAxis, type WholeAxis } from '../test/support/axis.js';
import { stopSharedBroker } from '../test/support/broker.js';
import { eventually, startNode } from '../test/support/node.js';

/** What a run may take, seconds. */
export const startupBars = { verify: 0.4, agent: 1 } as const;

const program = fileURLToPath(new URL('../../bin/edoc.js', import.meta.url));
const verifications = 10;
const agentStarts = 5;
const lookEveryMs = 5;

/** Sets up an axis of its own, with keys as an axis has them, and removes it. */
/** True where no bar was missed. */
export async function benchStartup(print: (line: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'edoc-startup-'));
  const axis = await testAxis(
    'Trục đo',
    [
      { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
      { agencies: [{ code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' }] },
    ],
    { keyKind: 'rsa-2048' },
  );
  try {
    const document = join(folder, 'document.edxml');
    await writeFile(document, await sealedDocument(axis));
    const trust = join(axis.directory, 'trust.pem');
    const bare = await repeated(verifications, () => run(['-e', '0']));
    print(line('node -e 0', verifications, bare, undefined));
    const verify = await repeated(verifications, () => run([program, 'verify', document, '--trust', trust]));
    print(line('edoc verify', verifications, verify, startupBars.verify));
    const { directory } = axis.agent('G22');
    const agent = await repeated(agentStarts, () => untilConnected(directory));
    print(line('edoc agent run', agentStarts, agent, startupBars.agent));
    return isKept(verify, startupBars.verify) && isKept(agent, startupBars.agent);
  } finally {
    await axis.remove();
    await stopSharedBroker();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A packet of a few kilobytes, as one agent sealed it for another. */
async function sealedDocument(axis: WholeAxis): Promise<Buffer> {
  const { directory } = axis.agent('G22');
  const node = await startNode(directory);
  try {
    await eventually('the directory', () => node.reader.directoryVersion());
    const content = await node.desk.putContent(
      (async function* () {
        yield Buffer.from('một trang phụ lục\n'.repeat(100));
      })(),
    );
    const { packetId } = await node.desk.send({
      message: {
        kind: 'document',
        to: [{ organId: 'H41' }],
        code: { codeNumber: '1', codeNotation: 'VPCP-KSTT' },
        documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
        subject: 'V/v đo thời gian khởi động',
        promulgationInfo: { place: 'Hà Nội' },
        signerInfo: { position: 'Cục trưởng', fullName: 'Trần Minh Khang' },
      },
      attachments: [{ name: 'Phụ lục.txt', ...content }],
    });
    const octets = await node.reader.packetBytes(packetId, 'out');
    if (!octets) throw new Error('the packet is not in the store');
    return octets;
  } finally {
    await node.stop();
  }
}

/** A whole process; milliseconds. @throws Error where it does not end with 0 */
async function run(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return performance.now() - began;
}

/** From spawning the agent until it says that it is connected, which it is when it reads its queues; milliseconds. */
async function untilConnected(directory: string): Promise<number> {
  const desk = doorClient((await readAgentPlace(directory)).config.socket);
  const began = performance.now();
  const child = spawn(process.execPath, [program, 'agent', 'run', '--agent', directory], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    for (;;) {
      const status = await desk.status().catch(() => undefined);
      if (status?.broker === 'connected') return performance.now() - began;
      if (child.exitCode !== null) throw new Error(`the agent ended with ${child.exitCode}`);
      await delay(lookEveryMs);
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function repeated(times: number, measure: () => Promise<number>): Promise<number[]> {
  const figures: number[] = [];
  for (let time = 0; time < times; time += 1) figures.push(await measure());
  return figures.sort((one, other) => one - other);
}

/** `edoc verify     min 0.31 s, median 0.33 s of 10; at most 0.4 s: kept` */
function line(what: string, times: number, sorted: readonly number[], bar: number | undefined): string {
  const seconds = (ms: number | undefined) => ((ms ?? Number.NaN) / 1_000).toFixed(2);
  const judged = bar === undefined ? '' : `; at most ${bar} s: ${isKept(sorted, bar) ? 'kept' : 'MISSED'}`;
  return `${what.padEnd(15)} min ${seconds(sorted[0])} s, median ${seconds(medianOf(sorted))} s of ${times}${judged}`;
}

/** @param bar seconds */
function isKept(sorted: readonly number[], bar: number): boolean {
  return medianOf(sorted) / 1_000 <= bar;
}

function medianOf(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
