/** What all engines work on: one packet of 5 kB under one RSA-2048 seal, keys and certificates made for the run. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assemblePacket,
  organId,
  packetId,
  requireMessage,
  type SealableEnvelope,
  writeEnvelope,
} from '../../src/edoc/index.js';
import {
  certificateToPem,
  createRoot,
  generateKey,
  issueAgencySeal,
  packetSeal,
  type Signer,
  seal,
  signerFromKey,
  type Trust,
  trustFromPem,
} from '../../src/signing/index.js';

/** Octets of the whole packet, its seal included. */
export const packetBytes = 5_000;

/** To the second, as seals have it. */
export const sealedAt = new Date('2026-06-01T08:00:00Z');

/** An agency of the axis that seals, and whom to trust for it. */
export interface Sealer {
  readonly key: KeyObject;
  readonly certificate: Buffer;
  readonly signer: Signer;
  readonly trust: Trust;
  readonly trustPem: string;
}

export interface SealedPacket extends Sealer {
  readonly envelope: SealableEnvelope;
  readonly file: Buffer;
  /** A folder with what other programs read: `packet.xml`, `trust.pem`, `key.pem` (PKCS#8), `certificate.pem`. */
  readonly folder: string;
}

export async function sealer(): Promise<Sealer> {
  const rootKey = await generateKey('rsa-2048');
  const root = await createRoot({
    name: 'Trục đo',
    key: rootKey,
    now: sealedAt,
    years: 20,
    serialNumber: Uint8Array.of(1),
  });
  const key = await generateKey('rsa-2048');
  const certificate = await issueAgencySeal(
    { certificate: root, key: rootKey },
    {
      publicKey: createPublicKey(key),
      serialNumber: Uint8Array.of(2),
      notBefore: sealedAt,
      notAfter: new Date('2029-01-01T00:00:00Z'),
      agency: 'H41',
      organization: 'Ủy ban nhân dân tỉnh Nghệ An',
    },
  );
  const signer = signerFromKey(key, [certificate]);
  const trustPem = certificateToPem(root);
  return { key, certificate, signer, trust: trustFromPem(trustPem), trustPem };
}

/** The caller removes the folder. */
export async function sealedPacket(): Promise<SealedPacket> {
  const made = await sealer();
  const { key, certificate, trustPem } = made;
  const make = await packetMaker(made.signer);
  const { envelope, file } = await make(1);
  const folder = await mkdtemp(join(tmpdir(), 'edoc-signing-'));
  await writeFile(join(folder, 'packet.xml'), file);
  await writeFile(join(folder, 'trust.pem'), trustPem);
  await writeFile(join(folder, 'certificate.pem'), certificateToPem(certificate));
  await writeFile(join(folder, 'key.pem'), key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return { ...made, envelope, file, folder };
}

/** Another number, of up to six digits, makes another packet. */
export type PacketMaker = (number: number) => Promise<{ envelope: SealableEnvelope; file: Buffer }>;

/** The text of the messages is filled up until the packets have their size. */
export async function packetMaker(signer: Signer): Promise<PacketMaker> {
  const make = async (number: number, filler: number) => {
    const envelope = envelopeOf(number, filler);
    const file = assemblePacket(envelope, await seal(envelope, packetSeal, signer, sealedAt), [], []);
    return { envelope, file };
  };
  const { file } = await make(1, 0);
  const filler = Math.max(0, packetBytes - file.length);
  return (number) => make(number, filler);
}

function envelopeOf(number: number, filler: number): SealableEnvelope {
  const id = packetId({ sender: organId('H41'), unixMs: sealedAt.getTime() + number, counter: 1 });
  const codeNumber = String(number).padStart(6, '0');
  const message = requireMessage({
    kind: 'document',
    from: { organId: 'H41', organName: 'Ủy ban nhân dân tỉnh Nghệ An' },
    to: [{ organId: 'H53', organName: 'Ủy ban nhân dân tỉnh Tây Ninh' }],
    code: { codeNumber, codeNotation: 'UBND-NC' },
    documentType: { type: 2, typeName: 'Công văn' },
    subject: 'V/v rà soát & báo cáo kết quả thực hiện nhiệm vụ được giao',
    content: 'x'.repeat(filler),
    promulgationInfo: { place: 'Nghệ An', promulgationDate: '2026/06/01' },
    signerInfo: { position: 'Phó Chủ tịch', fullName: 'Lê Thị Minh' },
    documentId: `H41,2026/06/01,${codeNumber}/UBND-NC`,
  });
  return writeEnvelope(message, { packetId: id, contents: [] });
}
