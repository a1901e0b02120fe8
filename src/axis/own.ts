/** The axis's own certificates in its register: what is asked about them later is answered from there. */
import { createHash, X509Certificate } from 'node:crypto';
import { describeCertificate } from '../signing/index.js';
import type { OwnCertificateName, RegisterEvent } from './events.js';
import type { Register } from './ports.js';
import { keySha256 } from './request.js';
import { AxisState } from './state.js';

/**
 * Writes down those that the register does not know yet, and keeps them.
 * @param present DER, by name
 */
export async function registerOwnCertificates(
  register: Register,
  present: ReadonlyMap<OwnCertificateName, Uint8Array>,
  at: Date,
): Promise<void> {
  const state = AxisState.from(await register.read());
  const events: RegisterEvent[] = [];
  for (const [name, certificate] of present) {
    const sha256 = createHash('sha256').update(certificate).digest('hex');
    if (state.ownCertificates(name).some((known) => known.sha256 === sha256)) continue;
    const { serialNumber, notBefore, notAfter } = describeCertificate(certificate);
    await register.keepCertificate(sha256, certificate);
    const key = keySha256(new X509Certificate(certificate).publicKey);
    events.push({ type: 'own-certificate-issued', name, sha256, key, serialNumber, notBefore, notAfter });
  }
  if (events.length > 0) await register.append({ at, events });
}
