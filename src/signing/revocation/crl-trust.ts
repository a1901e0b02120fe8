/** Whether a list is that of a trust anchor: what a node asks before it takes one in the place of another. */
import { EdocError } from '../../errors.js';
import { parseCertificate } from '../certificate.js';
import type { Trust } from '../trust.js';
import { type Crl, isCrlSignedBy, readCrl } from './crl.js';

/**
 * @param der a list that was fetched.
 * @param earlier the list that it would take the place of; one made before that is none the better for being genuine.
 * @throws EdocError `crl.malformed`, `crl.limit`, `crl.signature` where no anchor signed it, `crl.older`.
 */
export function requireNewerCrl(der: Uint8Array, trust: Trust, earlier: Uint8Array | undefined): Crl {
  const crl = readCrl(der);
  const anchors = trust.anchors.map(({ certificate }) => parseCertificate(certificate));
  // An authority that changed its key has two anchors of one name.
  const isSigned = anchors.some(
    (anchor) =>
      anchor.subjectName.equals(crl.issuerName) &&
      anchor.keyUsage.includes('crlSign') &&
      isCrlSignedBy(crl, anchor),
  );
  if (!isSigned) throw new EdocError('crl.signature');
  if (earlier && readCrl(earlier).thisUpdate > crl.thisUpdate) {
    throw new EdocError('crl.older', { detail: { thisUpdate: crl.thisUpdate.toISOString() } });
  }
  return crl;
}
