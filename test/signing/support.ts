/** What the tests of sealing share: a small axis of its own, and files sealed with it. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError } from '../../src/errors.js';
import {
  certificateToPem,
  createRoot,
  generateKey,
  issueAgencySeal,
  type KeyKind,
  packetSeal,
  type Sealable,
  type Signer,
  seal,
  signerFromKey,
  type Trust,
  trustFromPem,
} from '../../src/signing/index.js';

export const now = new Date('2026-06-01T08:00:00Z');
export const validity = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2029-01-01T00:00:00Z'),
};
export const packetId = 'packet-01970000-0000-7000-8000-000000000001';

const edxml = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export interface Axis {
  readonly rootKey: KeyObject;
  readonly root: Buffer;
  readonly trust: Trust;
  /** A new key with a certificate of the agency. */
  identity(kind: KeyKind, agency?: string): Promise<{ key: KeyObject; certificate: Buffer }>;
  signer(kind: KeyKind, agency?: string): Promise<Signer>;
}

export async function makeAxis(): Promise<Axis> {
  const rootKey = await generateKey('ecdsa-p256');
  const root = await createRoot({
    name: 'Axis root',
    key: rootKey,
    now: new Date('2025-01-01T00:00:00Z'),
    years: 20,
    serialNumber: Uint8Array.of(1),
  });
  const identity = async (kind: KeyKind, agency = 'H41') => {
    const key = await generateKey(kind);
    const certificate = await issueAgencySeal(
      { certificate: root, key: rootKey },
      {
        publicKey: createPublicKey(key),
        serialNumber: Uint8Array.of(0x80, 2),
        ...validity,
        agency,
        organization: 'UBND tỉnh Nghệ An',
      },
    );
    return { key, certificate };
  };
  return {
    rootKey,
    root,
    trust: trustFromPem(certificateToPem(root)),
    identity,
    async signer(kind, agency) {
      const { key, certificate } = await identity(kind, agency);
      return signerFromKey(key, [certificate]);
    },
  };
}

export const packet: Sealable = {
  head: `<edXML:edXMLEnvelope xmlns:edXML="${edxml}" Id="${packetId}"><edXML:edXMLHeader><edXML:Subject>Về việc</edXML:Subject>`,
  tail: '</edXML:edXMLHeader></edXML:edXMLEnvelope>',
  id: packetId,
};

export const receipt: Sealable = {
  head: '<Receipt xmlns="urn:ndax:receipt:1" Version="1"><Outcome>accepted</Outcome>',
  tail: '</Receipt>',
};

/** The file of a sealable and its Signature. */
export function assemble({ head, tail, id }: Sealable, signature: string, after = ''): Buffer {
  const element = head + signature + tail;
  const document = id === undefined ? `${element}\n` : `<edXML xmlns="${edxml}">${element}${after}</edXML>\n`;
  return Buffer.from(declaration + document);
}

export async function sealPacket(signer: Signer, sealable = packet, after = ''): Promise<Buffer> {
  return assemble(sealable, await seal(sealable, packetSeal, signer, now), after);
}

/** The code with which a promise is refused; `accepted` where it is not. Anything but a coded error is thrown on. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    if (error instanceof EdocError) return error.code;
    throw error;
  }
}

/** The same for a call that refuses at once. */
export function codeOfCall(call: () => unknown): string {
  try {
    call();
    return 'accepted';
  } catch (error) {
    if (error instanceof EdocError) return error.code;
    throw error;
  }
}
