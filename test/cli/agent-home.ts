/** The directory of an agent that is not running: agent.json, trust and a store with documents in it, no keys. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentMessage, organId } from '../../src/edoc/index.js';
import { ContentFolder, openStore, type PacketRecord, type Store } from '../../src/store/index.js';
import { type Attached, SealedFiles, type SealedPacket, sha256, signedAt } from './sealed-files.js';

export interface AgentHome {
  readonly directory: string;
  readonly files: SealedFiles;
  /** From H41, which this node serves, to H53 and G12; H53 accepted it, G12 refused it. */
  readonly sent: SealedPacket;
  /** From G22 to H41, with two attachments beside the packet. */
  readonly received: SealedPacket;
  readonly attachments: readonly Attached[];
  remove(): Promise<void>;
}

export async function makeAgentHome(): Promise<AgentHome> {
  const directory = await mkdtemp(join(tmpdir(), 'edoc-home-'));
  const files = await SealedFiles.create();
  const attachments = [
    { name: 'Công văn.pdf', bytes: Buffer.from('%PDF-1.4 nội dung') },
    { name: 'phụ lục.bin', bytes: Buffer.alloc(300_000, 5) },
  ];
  await writeFile(join(directory, 'trust.pem'), files.rootPem);
  await writeFile(join(directory, 'agent.json'), JSON.stringify(config));
  await mkdir(join(directory, 'data'));
  const store = await openStore({ folder: join(directory, 'data'), now: () => signedAt });
  try {
    await takeDirectory(store);
    const sent = await sendOne(store, files);
    const received = await receiveOne(store, files, join(directory, 'data'), attachments);
    return {
      directory,
      files,
      sent,
      received,
      attachments,
      remove: () => rm(directory, { recursive: true }),
    };
  } finally {
    await store.close();
  }
}

const config = {
  node: 'h41',
  broker: { urls: ['amqps://127.0.0.1:1/axis'], ca: 'trust.pem', certificate: 'node.pem', key: 'node.key' },
  trust: 'trust.pem',
  agencies: [{ code: 'H41', certificate: 'h41.pem', key: 'h41.key' }],
  passphraseFile: 'passphrase',
  data: 'data',
  socket: 'agent.sock',
};

const names = {
  H41: 'UBND tỉnh Nghệ An',
  H53: 'UBND tỉnh Tây Ninh',
  G12: 'Bộ Tài chính',
  G22: 'Văn phòng Chính phủ',
};

async function takeDirectory(store: Store): Promise<void> {
  const agencies = Object.entries(names).map(([code, name]) => ({
    code: organId(code),
    name,
    node: code.toLowerCase(),
    state: 'active' as const,
    certificates: [],
  }));
  const validUntil = new Date('2026-07-01T00:00:00Z');
  await store.takeDirectoryPage(
    { version: 3, issuedAt: signedAt, validUntil, pages: 1, page: 1, agencies },
    [],
  );
}

async function sendOne(store: Store, files: SealedFiles): Promise<SealedPacket> {
  const to = [
    { organId: 'H53', organName: names.H53 },
    { organId: 'G12', organName: names.G12 },
  ];
  const packet = await files.document([], { to, otherInfo: { priority: 1 } });
  const { packetId } = packet;
  await store.submit({
    packet: recordOf(packet),
    sender: organId('H41'),
    lane: 'urgent',
    deliveries: [
      { recipient: organId('H53'), node: 'h53' },
      { recipient: organId('G12'), node: 'g12' },
    ],
    at: signedAt,
    deadlineAt: new Date(signedAt.getTime() + 86_400_000),
    events: [{ kind: 'packet.submitted', packetId }],
  });
  const [item] = await store.outbox(1, new Set());
  if (item) await store.outboxDone(item, 'confirmed', later(1), later(120));
  const receipt = { packetId, bytes: await files.receipt(packet), events: [] };
  await store.settle({ ...receipt, recipient: organId('H53'), outcome: 'accepted', at: later(2) });
  await store.settle({
    ...receipt,
    recipient: organId('G12'),
    outcome: 'refused',
    code: 'packet.attachment-missing',
    reason: 'Thiếu tệp đính kèm.',
    at: later(3),
  });
  return packet;
}

async function receiveOne(
  store: Store,
  files: SealedFiles,
  data: string,
  attachments: readonly Attached[],
): Promise<SealedPacket> {
  const packet = await files.document(attachments, {
    from: { organId: 'G22', organName: names.G22 },
    to: [{ organId: 'H41', organName: names.H41 }],
    code: { codeNumber: '45', codeNotation: 'VPCP-TH' },
    subject: 'Giấy mời họp \u202e trực tuyến',
    dueDate: '2026/06/05',
  });
  const contents = new ContentFolder(data);
  for (const { bytes } of attachments) await contents.put([bytes]);
  await store.accept({
    packet: recordOf(packet),
    sender: organId('G22'),
    senderName: names.G22,
    senderNode: 'g22',
    receivedAt: later(5),
    sealCertificateSha256: await files.certificateSha256('G22'),
    receipts: [
      {
        agency: organId('H41'),
        outcome: 'accepted',
        bytes: await files.receipt(packet, { recipient: 'H41', logHead: store.logHead() }),
        at: later(5),
      },
    ],
    events: [{ kind: 'packet.accepted', packetId: packet.packetId, agency: 'H41' }],
  });
  return packet;
}

function later(seconds: number): Date {
  return new Date(signedAt.getTime() + seconds * 1_000);
}

function recordOf({ packetId, bytes, message, contents }: SealedPacket): PacketRecord {
  return {
    packetId,
    sha256: sha256(bytes),
    bytes,
    message: message as DocumentMessage,
    attachments: contents,
  };
}
