/** Serial numbers of certificates that the register knows, also of those that it wrote down without one. */
import { isEdocError } from '../errors.js';
import { describeCertificate } from '../signing/index.js';
import type { Register } from './ports.js';
import type { CertificateRecord } from './records.js';

/** Hexadecimal; undefined where neither the register nor a kept certificate tells it. */
export async function serialNumberOf(
  register: Pick<Register, 'certificate'>,
  { serialNumber, sha256 }: CertificateRecord,
): Promise<string | undefined> {
  if (serialNumber !== undefined) return serialNumber;
  try {
    return describeCertificate(await register.certificate(sha256)).serialNumber;
  } catch (error) {
    if (isEdocError(error, 'axis.certificate-missing')) return undefined;
    throw error;
  }
}

/** The number alone: OpenSSL and DER differ over zeros in front. */
export function plainSerialNumber(serialNumber: string): string {
  return serialNumber.replace(/^0+(?=.)/, '');
}
