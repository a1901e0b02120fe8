/** PEM (RFC 7468) to DER and back, for certificates. */
import { EdocError } from '../errors.js';
import { parseCertificate } from './certificate.js';

const begin = '-----BEGIN CERTIFICATE-----';
const end = '-----END CERTIFICATE-----';

/**
 * The certificates in a PEM text, in its order, as DER. What stands outside the blocks is passed over.
 * @throws EdocError `certificate.malformed` where a block cannot be read or none is there.
 */
export function certificatesFromPem(pem: string): Buffer[] {
  const certificates: Buffer[] = [];
  for (let from = pem.indexOf(begin); from !== -1; from = pem.indexOf(begin, from)) {
    const to = pem.indexOf(end, from);
    if (to === -1) throw new EdocError('certificate.malformed');
    const der = Buffer.from(pem.slice(from + begin.length, to), 'base64');
    certificates.push(parseCertificate(der).certificate);
    from = to;
  }
  if (certificates.length === 0) throw new EdocError('certificate.malformed');
  return certificates;
}

export function certificateToPem(der: Uint8Array): string {
  return toPem('CERTIFICATE', der);
}

/** One PEM block with lines of 64 characters and a line feed at its end. */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = Buffer.from(der).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The octets of the first block with the label, undefined where there is none. */
export function fromPem(label: string, pem: string): Buffer | undefined {
  const open = `-----BEGIN ${label}-----`;
  const from = pem.indexOf(open);
  const to = pem.indexOf(`-----END ${label}-----`, from);
  if (from === -1 || to === -1) return undefined;
  return Buffer.from(pem.slice(from + open.length, to), 'base64');
}
