/** Answering OCSP requests (RFC 6960, 4.2). */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError } from '../../errors.js';
import { AsnConvert } from '../asn1.js';
import { signAsn1, signatureAlgorithmOf } from '../asn1-signature.js';
import { parseCertificate } from '../certificate.js';
import * as write from '../der-write.js';
import { writeExtension } from './extensions.js';
import { type RevocationReason, reasonNumber } from './model.js';
import type { OcspEntry } from './ocsp-cert-id.js';
import { writeNonce } from './ocsp-request.js';
import { archiveCutoff, basicResponseType, ocspStatuses } from './ocsp-response.js';

export interface OcspResponder {
  /**
   * DER, the responder's own first: the issuer of the certificates in question, or one that it issued for OCSP. A response
   * carries them; the issuer's own may be left out by giving it alone.
   */
  readonly certificates: readonly Uint8Array[];
  readonly key: KeyObject;
}

export interface OcspStatement {
  /** As it stood in the request. */
  readonly entry: Pick<OcspEntry, 'der'>;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Where it is revoked. */
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Since when this responder has forgotten no certificate that expired; left out, it promises nothing of expired ones. */
  readonly keptSince?: Date;
}

export interface OcspIssueOptions {
  readonly producedAt: Date;
  readonly answers: readonly OcspStatement[];
  /** As in the request. */
  readonly nonce?: Uint8Array | undefined;
}

/** An OCSPResponse with answers, DER. The responder names itself by its key. @throws EdocError `key.mismatch`, `key.type`. */
export async function issueOcspResponse(
  { certificates, key }: OcspResponder,
  { producedAt, answers, nonce }: OcspIssueOptions,
): Promise<Buffer> {
  const [der] = certificates;
  if (!der) throw new EdocError('certificate.malformed');
  const { publicKey, publicKeyBits } = parseCertificate(der);
  if (!createPublicKey(key).equals(publicKey)) throw new EdocError('key.mismatch');
  // RFC 6960, 4.2.1: the KeyHash of a ResponderID is SHA-1, as a name and not as a proof.
  const keyHash = createHash('sha1').update(publicKeyBits).digest();
  const body = write.sequence(
    write.explicit(2, write.octetString(keyHash)),
    write.generalizedTime(toSecond(producedAt)),
    write.sequence(...answers.map(writeAnswer)),
    nonce && write.explicit(1, write.sequence(writeNonce(nonce))),
  );
  const basic = write.sequence(
    body,
    Buffer.from(AsnConvert.serialize(signatureAlgorithmOf(key))),
    write.bitString(Buffer.from(await signAsn1(body, key))),
    write.explicit(0, write.sequence(...certificates)),
  );
  const response = write.sequence(write.oid(basicResponseType), write.octetString(basic));
  return write.sequence(write.enumerated(0), write.explicit(0, response));
}

/** An OCSPResponse that says only why there is no answer. It is not signed. */
export function writeOcspFailure(
  status: Exclude<(typeof ocspStatuses)[number], 'successful' | 'unused'>,
): Buffer {
  return write.sequence(write.enumerated(ocspStatuses.indexOf(status)));
}

function writeAnswer(answer: OcspStatement): Buffer {
  const { entry, thisUpdate, nextUpdate, keptSince } = answer;
  return write.sequence(
    entry.der,
    writeStatus(answer),
    write.generalizedTime(toSecond(thisUpdate)),
    nextUpdate && write.explicit(0, write.generalizedTime(toSecond(nextUpdate))),
    keptSince &&
      write.explicit(
        1,
        write.sequence(writeExtension(archiveCutoff, write.generalizedTime(toSecond(keptSince)))),
      ),
  );
}

function writeStatus({ status, revokedAt, reason, thisUpdate }: OcspStatement): Buffer {
  if (status !== 'revoked') return write.implicit(status === 'good' ? 0 : 2, write.nullValue);
  const code = reason === undefined || reason === 'unspecified' ? undefined : reasonNumber(reason);
  const info = write.sequence(
    write.generalizedTime(toSecond(revokedAt ?? thisUpdate)),
    code === undefined ? undefined : write.explicit(0, write.enumerated(code)),
  );
  return write.implicit(1, info);
}

/** RFC 6960, 4.2.2.1 has times as RFC 5280 has them: without a fraction. */
function toSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
