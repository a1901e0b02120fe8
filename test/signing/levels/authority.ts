/** A time-stamp authority and an OCSP responder with a clock of their own, for tests of levels: real tokens, real answers. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError } from '../../../src/errors.js';
import {
  type EvidenceSources,
  generateKey,
  issueOcspResponder,
  issueOcspResponse,
  issueTimeStamp,
  issueTsa,
  type ParsedCertificate,
  type RevocationReason,
  readOcspRequest,
  readTimeStampResponse,
  writeOcspRequest,
  writeTimeStampRequest,
} from '../../../src/signing/index.js';
import { type Axis, validity } from '../support.js';

/** Under which the services get their certificates. */
type AxisRoot = Pick<Axis, 'root' | 'rootKey'>;

export const day = 24 * 3_600_000;

interface KeyPair {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

export class TestAuthority implements EvidenceSources {
  /** The time that both services go by. */
  now: Date;
  readonly revoked = new Map<string, Date>();
  /** Why, of all that are revoked. */
  reason: RevocationReason = 'unspecified';
  /** Since when the responder forgets no certificate that expired. */
  keptSince: Date | undefined;
  /** Set to have the sources fail. */
  down: { timeStamp?: true; revocation?: true } = {};
  tsa: KeyPair;
  ocsp: KeyPair;
  #serial = 100;

  private constructor(now: Date, tsa: KeyPair, ocsp: KeyPair) {
    this.now = now;
    this.tsa = tsa;
    this.ocsp = ocsp;
  }

  static async start(axis: AxisRoot, now: Date): Promise<TestAuthority> {
    return new TestAuthority(
      now,
      await TestAuthority.issue(axis, 'tsa'),
      await TestAuthority.issue(axis, 'ocsp'),
    );
  }

  static async issue(
    axis: AxisRoot,
    kind: 'tsa' | 'ocsp',
    { notBefore, notAfter } = validity,
  ): Promise<KeyPair> {
    const key = await generateKey('ecdsa-p256');
    const serialNumber = Buffer.from([1, kind === 'tsa' ? 11 : 12, notAfter.getUTCFullYear() - 2000]);
    const issue = kind === 'tsa' ? issueTsa : issueOcspResponder;
    const certificate = await issue(
      { certificate: axis.root, key: axis.rootKey },
      { publicKey: createPublicKey(key), serialNumber, notBefore, notAfter, commonName: `Axis ${kind}` },
    );
    return { key, certificate };
  }

  async timeStamp(imprint: Buffer): Promise<Buffer> {
    if (this.down.timeStamp) throw new EdocError('evidence.source-down');
    const query = { imprint, nonce: Buffer.from('0123456789abcdef') };
    const { key, certificate } = this.tsa;
    const response = await issueTimeStamp(
      { certificates: [certificate], key },
      writeTimeStampRequest(query),
      {
        time: this.now,
        serialNumber: Buffer.from([this.#serial++]),
        policy: '1.2.3.4',
      },
    );
    return readTimeStampResponse(response, query);
  }

  async revocation(certificate: ParsedCertificate, issuer: ParsedCertificate) {
    if (this.down.revocation) throw new EdocError('evidence.source-down');
    const [entry] = readOcspRequest(writeOcspRequest(certificate.certificate, issuer.certificate)).entries;
    if (!entry) throw new Error('no entry');
    const revokedAt = this.revoked.get(certificate.serialNumber);
    const ocsp = await issueOcspResponse(
      { certificates: [this.ocsp.certificate], key: this.ocsp.key },
      {
        producedAt: this.now,
        answers: [
          {
            entry,
            status: revokedAt ? 'revoked' : 'good',
            ...(revokedAt ? { revokedAt, reason: this.reason } : {}),
            thisUpdate: this.now,
            nextUpdate: new Date(this.now.getTime() + day),
            ...(this.keptSince ? { keptSince: this.keptSince } : {}),
          },
        ],
      },
    );
    return { crls: [], ocsps: [ocsp] };
  }
}
