/** The whole way of one document with an attachment of so many octets: two agents, a broker, a container, an auditor. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningProcess, startAgentProcess } from '../../demo/processes.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { openReader } from '../../src/store/index.js';
import type { WholeAxis } from '../../test/support/axis.js';
import { type Figure, measure, measuredEnv, program, readPeak } from './measured.js';
import { octets } from './octets.js';

export const steps = [
  'send',
  'delivered',
  'evidence export',
  'evidence verify',
  'save, by the recipient',
  'verify',
  'agent of the sender',
  'agent of the recipient',
] as const;

export type Step = (typeof steps)[number];
export type Journey = Readonly<Record<Step, Figure>>;

const pollMs = 50;
/** A delivery slower than this is none. */
const slowestBytesPerSecond = 1_000_000;
const patienceSeconds = 60;

/** @param folder gets everything that is made on the way; it is emptied again. */
export async function travel(axis: WholeAxis, size: number, folder: string): Promise<Journey> {
  await mkdir(folder);
  const [sender, recipient] = ['G22', 'H41'].map((code) => axis.agent(code).directory);
  if (sender === undefined || recipient === undefined) throw new Error('two agencies take part');
  const peaks = { sender: join(folder, 'peak-sender'), recipient: join(folder, 'peak-recipient') };
  const running: RunningProcess[] = [];
  const stop = () => Promise.all(running.splice(0).map((agent) => agent.stop()));
  try {
    running.push(await startAgentProcess(program, recipient, measuredEnv(peaks.recipient)));
    running.push(await startAgentProcess(program, sender, measuredEnv(peaks.sender)));
    const made = await steppedThrough(
      { sender, recipient, folder, trust: join(axis.directory, 'trust.pem') },
      size,
    );
    await stop();
    return {
      ...made,
      'agent of the sender': { peakBytes: await readPeak(peaks.sender) },
      'agent of the recipient': { peakBytes: await readPeak(peaks.recipient) },
    };
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Places {
  readonly sender: string;
  readonly recipient: string;
  readonly folder: string;
  readonly trust: string;
}

async function steppedThrough(
  { sender, recipient, folder, trust }: Places,
  size: number,
): Promise<Omit<Journey, 'agent of the sender' | 'agent of the recipient'>> {
  const attachment = join(folder, 'phu-luc.bin');
  await pipeline(octets(size), createWriteStream(attachment));
  const began = performance.now();
  const { answer, ...send } = await measure(
    [
      ...['send', attachment, '--agent', sender, '--to', 'H41', '--number', `${size}/VPCP-KSTT`],
      ...['--subject', 'V/v đo bộ nhớ', '--place', 'Hà Nội', '--signer', 'Trần Minh Khang'],
    ],
    folder,
  );
  const id = String(answer['packetId']);
  await delivered(sender, id, patienceSeconds + size / slowestBytesPerSecond);
  const seconds = (performance.now() - began) / 1_000;
  await rm(attachment);

  const container = join(folder, 'evidence.asice');
  const saved = join(folder, 'saved');
  const step = async (...args: readonly string[]): Promise<Figure> => {
    const { seconds, peakBytes } = await measure(args, folder);
    return { seconds, peakBytes };
  };
  return {
    send,
    delivered: { seconds },
    'evidence export': await step('evidence', 'export', id, '--to', container, '--agent', sender),
    'evidence verify': await step('evidence', 'verify', container, '--trust', trust),
    'save, by the recipient': await step('save', id, '--to', saved, '--agent', recipient),
    verify: await step('verify', saved, '--trust', trust),
  };
}

/** From the start of sending until the recipient's receipt is stored. */
async function delivered(directory: string, packetId: string, mostSeconds: number): Promise<void> {
  const { config } = await readAgentPlace(directory);
  const reader = await openReader(config.data);
  const deadline = performance.now() + 1_000 * mostSeconds;
  try {
    for (;;) {
      const [delivery] = await reader.deliveries(packetId);
      if (delivery?.state === 'delivered') return;
      if (performance.now() > deadline) throw new Error(`not delivered, but ${delivery?.state}`);
      await delay(pollMs);
    }
  } finally {
    await reader.close();
  }
}
