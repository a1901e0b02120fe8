/**
 * The Signature in an edXML message of another system: what it is worth, for information. Such messages are signed in many ways
 * and often not at all: with SHA-1, with a dummy from a document of examples, or with elements outside the namespace of XML
 * signatures. `spec/edxml.md`, section 8, is the rule. xml-crypto computes; what it is let compute is bounded here.
 */
import type { Finding } from '../errors.js';
import { type CertificateDescription, describeCertificate } from './certificate.js';
import { holds } from './foreign/engine.js';
import { type ForeignForm, type Malformed, readForm } from './foreign/form.js';
import { limits } from './limits.js';

export type ForeignOutcome = 'absent' | 'malformed' | 'outdated' | 'valid' | 'invalid';

export interface ForeignSignature {
  readonly outcome: ForeignOutcome;
  /** `foreign.signature-…`: a note where nothing is wrong, else a warning. Never an error: nothing is refused for it. */
  readonly finding: Finding;
  /** The certificate in KeyInfo. Who issued it was not checked. */
  readonly signer?: CertificateDescription;
  /** True where the elements stand outside the namespace of XML signatures, as many systems write them. */
  readonly withoutNamespace?: boolean;
}

/**
 * @param octets of a message that was read by a bounded reader before (`readEdxml`): its depth is not counted here. Never throws for what it contains.
 */
export async function inspectForeignSignature(octets: Uint8Array): Promise<ForeignSignature> {
  if (octets.length > limits.foreignBytes) return malformed('octets');
  const xml = Buffer.from(octets)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  // A name cannot be written otherwise, so most messages without one need not be read again.
  if (!xml.includes('Signature')) return absent;
  // The engine's time grows with the square of their number.
  if ((xml.match(/<[^/!?]/g) ?? []).length > limits.foreignElements) return malformed('elements');
  const form = await readForm(xml);
  if (form === undefined) return absent;
  if ('reason' in form) return malformed(form.reason);
  const signer = described(form);
  const about = { ...(signer ? { signer } : {}), withoutNamespace: form.withoutNamespace };
  if (!signer) return { ...malformed('X509Certificate'), ...about };
  if (form.outdated !== undefined) {
    const detail = { algorithm: form.outdated };
    return {
      outcome: 'outdated',
      finding: { code: 'foreign.signature-outdated', severity: 'warning', detail },
      ...about,
    };
  }
  const reason = await holds(form, signer.certificate);
  if (reason !== undefined) {
    const detail = { reason };
    return {
      outcome: 'invalid',
      finding: { code: 'foreign.signature-invalid', severity: 'warning', detail },
      ...about,
    };
  }
  return { outcome: 'valid', finding: { code: 'foreign.signature-valid', severity: 'note' }, ...about };
}

const absent: ForeignSignature = {
  outcome: 'absent',
  finding: { code: 'foreign.signature-absent', severity: 'note' },
};

function malformed(reason: Malformed['reason']): ForeignSignature {
  const detail = { reason };
  return {
    outcome: 'malformed',
    finding: { code: 'foreign.signature-malformed', severity: 'warning', detail },
  };
}

function described({ certificate }: ForeignForm): CertificateDescription | undefined {
  try {
    return describeCertificate(certificate);
  } catch {
    return undefined;
  }
}
