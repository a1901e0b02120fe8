/**
 * Documents per second through the whole exchange: two agents, mutual TLS, quorum queues, durable stores on both sides,
 * sealed receipts verified by the sender. Counted from the first `send` until the last receipt is stored.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Desk } from '../src/agent/index.js';
import type { StoreReader } from '../src/store/index.js';

/** Requests of clerks under way at the same time. */
const clerks = 64;

export interface Load {
  readonly desk: Desk;
  readonly reader: StoreReader;
  readonly from: string;
  readonly to: string;
}

/** Sends `count` documents with a 2 kB attachment each and returns how many a second came through to their receipt. */
export async function measureExchange(load: Load, count: number): Promise<number> {
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
  return entries.reduce((sum, { box, state, count }) => sum + (box === 'out' && state === 'delivered' ? count : 0), 0);
}

async function handIn(desk: Desk): Promise<{ name: string; sha256: string; size: number }> {
  const octets = randomBytes(1_500).toString('base64');
  const content = await desk.putContent(
    (async function* () {
      yield Buffer.from(octets);
    })(),
  );
  return { name: 'Phụ lục.txt', ...content };
}

function request(load: Load, number: number, attachment: { name: string; sha256: string; size: number }) {
  return {
    message: {
      kind: 'document' as const,
      from: { organId: load.from },
      to: [{ organId: load.to }],
      code: { codeNumber: String(number), codeNotation: 'VPCP-KSTT' },
      documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
      subject: 'V/v kết nối, liên thông hệ thống quản lý văn bản và điều hành',
      promulgationInfo: { place: 'Hà Nội' },
      signerInfo: { competence: 'TL. BỘ TRƯỞNG', position: 'Cục trưởng', fullName: 'Trần Minh Khang' },
    },
    attachments: [attachment],
  };
}
