/** Files that an auditor may be given: packets, receipts, statuses, a directory page, sealed under one root. */
import { createHash, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  assemblePacket,
  type ContentRef,
  type DraftMessage,
  type Message,
  organId,
  packetId,
  requireMessage,
  type SignedParts,
  sealedFile,
  transferFor,
  writeDirectoryPage,
  writeEnvelope,
  writeReceipt,
} from '../../src/edoc/index.js';
import {
  certificateToPem,
  createRoot,
  directorySeal,
  generateKey,
  issueAgencySeal,
  issueOperatorSeal,
  packetSeal,
  receiptSeal,
  type SealedKind,
  type Signer,
  seal,
  signerFromKey,
} from '../../src/signing/index.js';

export const signedAt = new Date('2026-06-01T08:00:00Z');
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

export const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex');

export interface Attached {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface SealedPacket {
  readonly packetId: string;
  readonly bytes: Buffer;
  readonly message: Message;
  readonly contents: readonly ContentRef[];
}

export interface ReceiptOptions {
  readonly recipient?: string;
  /** Another digest than the packet's. */
  readonly sha256?: string;
  readonly sealedBy?: string;
  readonly logHead?: { readonly sequence: number; readonly hash: string };
}

export class SealedFiles {
  readonly rootPem: string;
  /** For services under the same root. */
  readonly axis: { readonly root: Buffer; readonly rootKey: KeyObject };
  readonly #signers = new Map<string, Signer>();
  readonly #issue: (agency: string) => Promise<Signer>;
  #counter = 0;

  private constructor(axis: SealedFiles['axis'], issue: (agency: string) => Promise<Signer>) {
    this.axis = axis;
    this.rootPem = certificateToPem(axis.root);
    this.#issue = issue;
  }

  static async create(): Promise<SealedFiles> {
    const key = await generateKey('ecdsa-p256');
    const now = new Date('2025-01-01T00:00:00Z');
    const root = await createRoot({
      name: 'Trục thử nghiệm',
      key,
      now,
      years: 20,
      serialNumber: Uint8Array.of(1),
    });
    const issuer = { certificate: root, key };
    return new SealedFiles({ root, rootKey: key }, async (agency) => {
      const own = await generateKey('ecdsa-p256');
      const options = { publicKey: createPublicKey(own), serialNumber: serial(), ...validity };
      const certificate =
        agency === 'AXIS'
          ? await issueOperatorSeal(issuer, { ...options, organization: 'Đơn vị vận hành' })
          : await issueAgencySeal(issuer, { ...options, agency, organization: `Cơ quan ${agency}` });
      return signerFromKey(own, [certificate]);
    });
  }

  async signer(agency: string): Promise<Signer> {
    const known = this.#signers.get(agency) ?? (await this.#issue(agency));
    this.#signers.set(agency, known);
    return known;
  }

  async certificateSha256(agency: string): Promise<string> {
    const [certificate] = (await this.signer(agency)).certificates;
    return sha256(certificate ?? Buffer.alloc(0));
  }

  /** From H41 to H53 unless the draft says otherwise. */
  async document(attachments: readonly Attached[] = [], more: object = {}): Promise<SealedPacket> {
    return this.packet({ ...letter, ...more } as DraftMessage, attachments);
  }

  async status(code: string, about: SealedPacket, from = 'H53', to = 'H41'): Promise<SealedPacket> {
    const draft = {
      kind: 'status',
      from: { organId: from, organName: 'UBND tỉnh Tây Ninh' },
      responseFor: { organId: to, code: '7816/VPCP-KSTT', documentId: 'H41,2026/06/01,7816/VPCP-KSTT' },
      statusCode: code,
      description: 'Gửi nhầm cơ quan',
      timestamp: '2026/06/01 15:00:00',
    } as const;
    return this.packet(draft, [], about.packetId);
  }

  async packet(
    draft: DraftMessage,
    attachments: readonly Attached[],
    concerns?: string,
  ): Promise<SealedPacket> {
    const message = requireMessage(draft);
    const sender = message.from.organId;
    const transfer = transferFor(attachments.map(({ bytes }) => bytes.length));
    const contents = attachments.map(({ name, bytes }) => ({
      name,
      contentType: 'application/octet-stream',
      description: name,
      sha256: sha256(bytes),
      size: bytes.length,
      transfer,
    }));
    this.#counter += 1;
    const id = packetId({ sender, unixMs: signedAt.getTime(), counter: this.#counter });
    const envelope = writeEnvelope(message, {
      packetId: id,
      contents,
      ...(concerns === undefined ? {} : { concerns }),
    });
    const signature = await seal(envelope, packetSeal, await this.signer(sender), signedAt);
    const inline = transfer === 'inline' ? attachments.map(({ bytes }) => bytes) : [];
    return { packetId: id, bytes: assemblePacket(envelope, signature, inline, contents), message, contents };
  }

  async receipt(packet: SealedPacket, options: ReceiptOptions = {}): Promise<Buffer> {
    const recipient = organId(options.recipient ?? 'H53');
    const parts = writeReceipt({
      outcome: 'accepted',
      packetId: packet.packetId,
      packetSha256: options.sha256 ?? sha256(packet.bytes),
      sender: packet.message.from.organId,
      recipient,
      contents: packet.contents.map((content) => ({ sha256: content.sha256, size: content.size })),
      receivedAt: signedAt,
      logHead: options.logHead ?? { sequence: 1, hash: '1'.repeat(64) },
    });
    return this.#sealed(parts, receiptSeal, options.sealedBy ?? recipient);
  }

  async directory(
    certificates: Readonly<Record<string, readonly string[]>>,
    revokedAt?: Date,
  ): Promise<Buffer> {
    const parts = writeDirectoryPage({
      version: 1,
      issuedAt: signedAt,
      validUntil: new Date('2026-07-01T00:00:00Z'),
      pages: 1,
      page: 1,
      agencies: Object.entries(certificates).map(([code, digests]) => ({
        code: organId(code),
        name: `Cơ quan ${code}`,
        node: code.toLowerCase(),
        state: 'active',
        certificates: digests.map((digest) => ({
          sha256: digest,
          ...validity,
          ...(revokedAt === undefined ? {} : { revokedAt }),
        })),
      })),
    });
    return this.#sealed(parts, directorySeal, 'AXIS');
  }

  async #sealed(parts: SignedParts, kind: SealedKind, agency: string): Promise<Buffer> {
    return sealedFile(parts.head, await seal(parts, kind, await this.signer(agency), signedAt), parts.tail);
  }
}

export const letter = {
  kind: 'document',
  from: { organId: 'H41', organName: 'UBND tỉnh Nghệ An' },
  to: [{ organId: 'H53', organName: 'UBND tỉnh Tây Ninh' }],
  documentId: 'H41,2026/06/01,7816/VPCP-KSTT',
  code: { codeNumber: '7816', codeNotation: 'VPCP-KSTT' },
  promulgationInfo: { place: 'Nghệ An', promulgationDate: '2026/06/01' },
  documentType: { type: 18, typeDetail: 0, typeName: 'Công văn' },
  subject: 'Về việc góp ý dự thảo Nghị định',
  content: 'Về việc góp ý dự thảo Nghị định',
  signerInfo: { competence: 'TM.', position: 'Chủ tịch', fullName: 'Nguyễn Văn An' },
  responseFor: [],
  traceHeaderList: { traceHeader: [{ organId: 'H41', timestamp: '2026/06/01 15:00:00' }] },
  bussiness: { bussinessDocType: 0 },
} as const;

function serial(): Uint8Array {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}
