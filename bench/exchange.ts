/**
 * Documents per second through the whole exchange: two agents in two processes, mutual TLS, quorum queues, durable stores
 * on both sides, sealed receipts verified by the sender. Counted from the first `send` until the last receipt is stored.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startAgentProcess } from '../demo/processes.js';
import type { Desk } from '../src/agent/index.js';
import type { StoreReader } from '../src/store/index.js';
import { testAxis } from '../test/support/axis.js';
import { stopSharedBroker } from '../test/support/broker.js';
import { startNode } from '../test/support/node.js';
import { measureFloor, startFloorBroker } from './floor.js';

const edoc = fileURLToPath(new URL('../../bin/edoc.js', import.meta.url));

/** Requests of clerks under way at the same time. */
const clerks = 64;
const warmUp = 300;
const documents = 3_000;
const floorExchanges = 4_000;

export async function benchExchange(print: (line: string) => void): Promise<void> {
  const axis = await testAxis(
    'Đo hiệu năng',
    [
      { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
      { agencies: [{ code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' }] },
    ],
    { keyKind: 'rsa-2048' },
  );
  try {
    const receiver = await startAgentProcess(edoc, axis.agent('H41').directory);
    const sender = await startNode(axis.agent('G22').directory);
    try {
      await inForce(sender.reader);
      const load = { desk: sender.desk, reader: sender.reader, from: 'G22', to: 'H41' };
      await measureExchange(load, warmUp);
      const floorBroker = await startFloorBroker();
      const before = await measureFloor(floorBroker.url, floorExchanges);
      const exchange = await measureExchange(load, documents);
      const after = await measureFloor(floorBroker.url, floorExchanges);
      await floorBroker.stop();
      const floor = (before + after) / 2;
      print(`exchange  ${exchange.toFixed(0)} documents/s, each with its receipt`);
      print(
        `floor     ${floor.toFixed(0)} exchanges/s (${before.toFixed(0)} before, ${after.toFixed(0)} after)`,
      );
      print(`ratio     ${((100 * exchange) / floor).toFixed(1)} %`);
    } finally {
      await sender.stop();
      await receiver.stop();
    }
  } finally {
    await axis.remove();
    await stopSharedBroker();
  }
}

async function inForce(reader: StoreReader): Promise<void> {
  while (!(await reader.directoryVersion())) await delay(20);
}

interface Load {
  readonly desk: Desk;
  readonly reader: StoreReader;
  readonly from: string;
  readonly to: string;
}

/** Sends `count` documents with a 2 kB attachment each and returns how many a second came through to their receipt. */
async function measureExchange(load: Load, count: number): Promise<number> {
  const attachment = await handIn(load.desk);
  const before = await delivered(load.reader);
  const started = process.hrtime.bigint();
  let next = 0;
  const clerk = async () => {
    while (next < count) {
      next += 1;
      await load.desk.send(request(load, next, attachment));
    }
  };
  await Promise.all(Array.from({ length: clerks }, clerk));
  while ((await delivered(load.reader)) < before + count) await delay(20);
  return count / (Number(process.hrtime.bigint() - started) / 1e9);
}

async function delivered(reader: StoreReader): Promise<number> {
  const { entries } = await reader.counts();
  return entries.reduce(
    (sum, { box, state, count }) => sum + (box === 'out' && state === 'delivered' ? count : 0),
    0,
  );
}

async function handIn(desk: Desk): Promise<{ name: string; sha256: string; size: number }> {
  const octets = Buffer.from(randomBytes(1_500).toString('base64'));
  const content = await desk.putContent(
    (async function* () {
      yield octets;
    })(),
  );
  return { name: 'Phụ lục.txt', ...content };
}

function request(
  { from, to }: Load,
  number: number,
  attachment: { name: string; sha256: string; size: number },
) {
  return {
    message: {
      kind: 'document' as const,
      from: { organId: from },
      to: [{ organId: to }],
      code: { codeNumber: String(number), codeNotation: 'VPCP-KSTT' },
      documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
      subject: 'V/v kết nối, liên thông hệ thống quản lý văn bản và điều hành',
      promulgationInfo: { place: 'Hà Nội' },
      signerInfo: { competence: 'TL. BỘ TRƯỞNG', position: 'Cục trưởng', fullName: 'Trần Minh Khang' },
    },
    attachments: [attachment],
  };
}
