/**
 * Verifying a sealed file: all steps of `spec/signature.md`, section 4, in their order. There is no yes or no: the
 * result is what was signed, and by whom; or findings.
 */
import { EdocError, type Finding, throwIfErrors } from '../errors.js';
import { inspectChain } from './chain.js';
import { frameFault, textFault } from './encoding.js';
import { exactSignature } from './exact-signature.js';
import { Findings } from './findings.js';
import type { SignatureValues } from './form.js';
import { inspectForm } from './form-check.js';
import { formOf, type SealedKind } from './kinds.js';
import { type Layout, layOut } from './layout.js';
import { limits } from './limits.js';
import {
  attempt,
  elementOctets,
  inspectCertificates,
  inspectValue,
  inspectWho,
  type SealSigner,
  sha256,
  signerOf,
} from './seal-checks.js';
import type { Trust } from './trust.js';

/** What a verified file has. Nothing else of it may be read. */
export interface Verified {
  /** The octets of the signed element without the Signature. */
  readonly signed: Buffer;
  /** The octets of the file before and after the signed element. The seal says nothing of those after it. */
  readonly before: Buffer;
  readonly after: Buffer;
  readonly signature: Buffer;
  readonly signer: SealSigner;
  readonly signingTime: Date;
}

export interface VerifyOptions {
  /** The time for which certificates are judged. */
  readonly at: Date;
  /** The agency code that the seal must be of; left out, the caller looks at `signer.organization` itself. */
  readonly agency?: string;
}

export interface Inspection {
  /** Everything that is wrong, in the order of the specification. Empty for a file that verifies. */
  readonly findings: readonly Finding[];
  /** Only where there is no finding. */
  readonly content?: Verified;
  /** Whom and when the seal names, as far as it can be read. With findings it is a claim, not a fact. */
  readonly claimed?: Claim;
}

/** Another shape than {@link Verified}, so that nothing that must be verified can be read from it. */
export interface Claim {
  readonly signer: SealSigner;
  readonly signingTime: Date;
  /** What the seal seems to cover, for an auditor who says beside it what is wrong. */
  readonly octets: Pick<Verified, 'before' | 'signed' | 'after'>;
}

/**
 * What was signed, and by whom.
 * @throws EdocError with the code of the first finding and all findings: `seal.…`, `certificate.…`.
 */
export async function verifySeal(
  file: Uint8Array,
  kind: SealedKind,
  trust: Trust,
  options: VerifyOptions,
): Promise<Verified> {
  const { findings, content } = await inspectSeal(file, kind, trust, options);
  throwIfErrors(findings);
  if (!content) throw new EdocError('seal.form');
  return content;
}

/** All that can be found in one pass, for the auditor. Never throws for what a file contains. */
export async function inspectSeal(
  file: Uint8Array,
  kind: SealedKind,
  trust: Trust,
  options: VerifyOptions,
): Promise<Inspection> {
  const findings = new Findings();
  const octets = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const { layout, exact } = inspectLayout(octets, kind, findings);
  const values = exact ?? (layout && inspectForm(layout.signature.toString('latin1'), findings));
  if (!layout || !values) return { findings: findings.all };

  const signed = Buffer.concat([layout.head, layout.tail]);
  inspectDigests(layout, kind, signed, values, findings);
  const certificates = inspectCertificates(values, findings);
  const [leaf] = certificates ?? [];
  if (!certificates || !leaf) return { findings: findings.all };
  inspectValue(elementOctets(layout.signature, 'ds:SignedInfo'), values, leaf, findings);
  findings.add(inspectChain(certificates, trust, { at: options.at, purpose: 'seal' }));
  inspectWho(leaf, values.signingTime, options, findings);

  const { before, after, signature } = layout;
  const who = { signer: signerOf(leaf, certificates), signingTime: values.signingTime };
  const claimed = { ...who, octets: { before, signed, after } };
  if (!findings.clean) return { findings: findings.all, claimed };
  return { findings: [], content: { before, signed, after, signature, ...who }, claimed };
}

interface LaidOut {
  readonly layout?: Layout;
  /** Of the Signature, where it is in the one form: {@link inspectForm} has nothing to find in it. */
  readonly exact?: SignatureValues;
}

function inspectLayout(octets: Buffer, kind: SealedKind, findings: Findings): LaidOut {
  if (octets.length > limits.fileBytes) {
    findings.error('seal.limit', { detail: { name: 'file', value: octets.length, max: limits.fileBytes } });
    return {};
  }
  const fault = frameFault(octets);
  if (fault !== undefined) {
    findings.error('seal.encoding', { detail: { offset: fault } });
    return {};
  }
  const text = octets.toString('latin1');
  const known = exactSignature(text);
  const layout = attempt(() => layOut(octets, kind, text, known), findings);
  if (!layout) return {};
  inspectText(layout, findings);
  return known ? { layout, exact: known.values } : { layout };
}

/** What is before the signed element is constant, and the Signature is compared: head, tail and what follows are left. */
function inspectText({ before, head, signature, tail, after }: Layout, findings: Findings): void {
  const tailStart = before.length + head.length + signature.length;
  const pieces = [
    { octets: head, start: before.length },
    { octets: tail, start: tailStart },
    { octets: after, start: tailStart + tail.length },
  ];
  for (const { octets, start } of pieces) {
    const fault = textFault(octets);
    if (fault !== undefined) findings.error('seal.encoding', { detail: { offset: start + fault } });
  }
}

function inspectDigests(
  layout: Layout,
  kind: SealedKind,
  signed: Buffer,
  values: SignatureValues,
  findings: Findings,
): void {
  const uri = formOf(kind).byId ? `#${layout.id}` : '';
  if (values.uri !== uri) findings.error('seal.reference');
  if (!sha256(signed).equals(values.contentDigest)) findings.error('seal.content-digest');
  const properties = elementOctets(layout.signature, 'xades:SignedProperties');
  if (!sha256(properties).equals(values.propertiesDigest)) findings.error('seal.properties-digest');
}
