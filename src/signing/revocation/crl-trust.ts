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
  const issuer = anchors.find(({ subjectName }) => subjectName.equals(crl.issuerName));
  if (!issuer?.keyUsage.includes('crlSign') || !isCrlSignedBy(crl, issuer))
    throw new EdocError('crl.signature');
  if (earlier && readCrl(earlier).thisUpdate > crl.thisUpdate) {
    throw new EdocError('crl.older', { detail: { thisUpdate: crl.thisUpdate.toISOString() } });
  }
  return crl;
}
