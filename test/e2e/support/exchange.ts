/** One letter from a ministry to two provinces, answered by both, whose evidence the sender has saved: what an auditor gets. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAnnex } from '../../../scripts/demo-letter/annex.js';
import { makeLetter } from '../../../scripts/demo-letter/letter.js';
import type { AttachmentRequest, Desk } from '../../../src/agent/index.js';
import type { KeyKind } from '../../../src/signing/index.js';
import { testAxis } from '../../support/axis.js';
import { eventually, startNode, type TestNode } from '../../support/node.js';
import { edocJson } from './edoc.js';

export interface SavedExchange {
  readonly folder: string;
  /** PEM file of the trust anchor. */
  readonly trust: string;
  readonly document: string;
  /** Receipts and statuses. */
  readonly answers: readonly string[];
  remove(): Promise<void>;
}

const sender = { code: 'G22', name: 'Văn phòng Chính phủ' };
const first = { code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' };
const second = { code: 'H14', name: 'Ủy ban nhân dân tỉnh Cao Bằng' };

/** Saved with `edoc save`; the axis is gone when this resolves, since an auditor has nothing but the files. */
export async function savedExchange(keyKind: KeyKind): Promise<SavedExchange> {
  const agencies = [sender, first, second];
  const axis = await testAxis(
    'Trục thử nghiệm',
    agencies.map((agency) => ({ agencies: [agency] })),
    { keyKind },
  );
  const nodes: TestNode[] = [];
  try {
    for (const { code } of agencies) nodes.push(await startNode(axis.agent(code).directory));
    const packetId = await exchange(nodes);
    const folder = await mkdtemp(join(tmpdir(), 'edoc-evidence-'));
    const { files } = await edocJson<{ files: string[] }>(
      ['save', packetId, '--to', join(folder, 'saved')],
      axis.agent(sender.code).directory,
    );
    const trust = join(folder, 'trust.pem');
    await cp(join(axis.directory, 'trust.pem'), trust);
    const sealed = files.filter((file) => /(document|receipt-|status-)[^/]*$/.test(file));
    return {
      folder,
      trust,
      document: join(folder, 'saved', 'document.edxml'),
      answers: sealed.filter((file) => !file.endsWith('document.edxml')),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await axis.remove();
  }
}

/** Two receipts and three statuses later. */
async function exchange([ministry, nghean, caobang]: readonly TestNode[]): Promise<string> {
  if (!ministry || !nghean || !caobang) throw new Error('three nodes take part');
  const annex = makeAnnex();
  const { packetId } = await ministry.desk.send({
    message: {
      kind: 'document',
      to: [{ organId: first.code }, { organId: second.code }],
      code: { codeNumber: '7816', codeNotation: 'VPCP-KSTT' },
      documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
      subject: 'V/v kết nối, liên thông hệ thống quản lý văn bản và điều hành',
      promulgationInfo: { place: 'Hà Nội' },
      signerInfo: { competence: 'KT. BỘ TRƯỞNG', position: 'Phó Chủ nhiệm', fullName: 'Trần Minh Khang' },
    },
    attachments: [
      await handIn(ministry.desk, 'Công văn 7816-VPCP-KSTT.pdf', await makeLetter()),
      await handIn(ministry.desk, annex.name, annex.bytes),
    ],
  });
  for (const node of [nghean, caobang]) {
    await eventually('the letter in the inbox', async () => (await node.reader.inbox({ limit: 1 }))[0]);
  }
  await nghean.desk.step({ packetId, code: '03' });
  await nghean.desk.step({ packetId, code: '06' });
  await caobang.desk.step({ packetId, code: '02', reason: 'Gửi nhầm nơi nhận' });
  await eventually('every answer at the sender', async () => {
    const [receipts, statuses] = [
      await ministry.reader.receipts(packetId),
      await ministry.reader.statuses(packetId),
    ];
    return receipts.length === 2 && statuses.length === 3;
  });
  return packetId;
}

async function handIn(desk: Desk, name: string, octets: Uint8Array): Promise<AttachmentRequest> {
  return { name, ...(await desk.putContent(pieces(octets))) };
}

async function* pieces(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
}
