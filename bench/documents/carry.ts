/** One large document from an agency to others, with agents that are started for it alone. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningProcess, startAgentProcess } from '../../demo/processes.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { doorClient } from '../../src/door/index.js';
import { openReader } from '../../src/store/index.js';
import type { WholeAxis } from '../../test/support/axis.js';
import { measuredEnv, program, readPeak } from '../large/measured.js';
import { octets } from '../large/octets.js';

export interface Carried {
  /** From the sending, the octets being at the sender's agent, until the last receipt is stored. */
  readonly seconds: number;
  /** By agency, the most octets that its agent had resident. */
  readonly peakBytes: Readonly<Record<string, number>>;
}

const pollMs = 20;
/** A delivery slower than this is none. */
const slowestBytesPerSecond = 500_000;
const patienceSeconds = 60;

export async function carry(options: {
  readonly axis: WholeAxis;
  readonly from: string;
  readonly to: readonly string[];
  readonly size: number;
  /** Of the documents carried so far; another number, other octets. */
  readonly number: number;
  /** For the figures. */
  readonly folder: string;
}): Promise<Carried> {
  const { axis, from, to, size, number, folder } = options;
  const peakFile = (code: string) => join(folder, `peak-${code}-${number}`);
  const running: RunningProcess[] = [];
  let seconds: number;
  try {
    for (const code of [...to, from]) {
      running.push(await startAgentProcess(program, axis.agent(code).directory, measuredEnv(peakFile(code))));
    }
    seconds = await timed(axis.agent(from).directory, to, { size, number });
  } finally {
    await Promise.all(running.map((agent) => agent.stop()));
  }
  const peaks: [string, number][] = [];
  for (const code of [from, ...to]) {
    peaks.push([code, await readPeak(peakFile(code))]);
    const { config } = await readAgentPlace(axis.agent(code).directory);
    // Room for the next size.
    await rm(join(config.data, 'content'), { recursive: true, force: true });
  }
  return { seconds, peakBytes: Object.fromEntries(peaks) };
}

async function timed(
  directory: string,
  to: readonly string[],
  { size, number }: { readonly size: number; readonly number: number },
): Promise<number> {
  const { config } = await readAgentPlace(directory);
  const reader = await openReader(config.data);
  try {
    while (!(await reader.directoryVersion())) await delay(pollMs);
    const desk = doorClient(config.socket);
    const content = await desk.putContent(octets(size, number));
    const began = performance.now();
    const { packetId } = await desk.send({
      message: {
        kind: 'document',
        to: to.map((organId) => ({ organId })),
        code: { codeNumber: String(number + 1), codeNotation: 'VPCP-KSTT' },
        documentType: { typeName: 'Công văn' },
        subject: 'V/v đo thông lượng',
      },
      attachments: [{ name: 'Phụ lục.bin', ...content }],
    });
    const deadline = began + 1_000 * (patienceSeconds + size / slowestBytesPerSecond);
    for (;;) {
      const deliveries = await reader.deliveries(packetId);
      if (deliveries.every(({ state }) => state === 'delivered')) return (performance.now() - began) / 1_000;
      if (performance.now() > deadline) throw new Error(deliveries.map(({ state }) => state).join(', '));
      await delay(pollMs);
    }
  } finally {
    await reader.close();
  }
}
