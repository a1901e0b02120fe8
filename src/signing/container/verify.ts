/** Verifying a container's signature: which files it signs, by whom and when. `spec/container.md`, section 5. */
import type { Finding } from '../../errors.js';
import { inspectChain } from '../chain.js';
import { Findings } from '../findings.js';
import { inspectWritten } from '../form-check.js';
import {
  elementOctets,
  inspectCertificates,
  inspectValue,
  inspectWho,
  type SealSigner,
  sha256,
  signerOf,
} from '../seal-checks.js';
import type { Trust } from '../trust.js';
import {
  beginsAsOurs,
  type ContainerValues,
  type FileReference,
  readContainerValues,
  writeContainerSignature,
} from './form.js';
import { containerLimits as limits } from './limits.js';
import { mimeTypeOf, nameOfUri } from './names.js';
import type { SignedFile } from './seal.js';

export interface ContainerInspection {
  /** Everything that is wrong with the signature, in the order of the specification. */
  readonly findings: readonly Finding[];
  /** Only where there is no finding: what was signed. Whether the files are those is for the caller to compare. */
  readonly signed?: {
    readonly files: readonly SignedFile[];
    readonly signer: SealSigner;
    readonly signingTime: Date;
  };
  /** Whom and when the signature names, as far as it can be read. With findings it is a claim, not a fact. */
  readonly claimed?: { readonly signer: SealSigner; readonly signingTime: Date };
}

/**
 * All that can be found in one pass. Never throws for what the file contains.
 * @param octets `META-INF/signatures001.xml`
 */
export function inspectContainerSignature(
  octets: Uint8Array,
  trust: Trust,
  { at }: { readonly at: Date },
): ContainerInspection {
  const findings = new Findings();
  const file = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const values = inspectFile(file, findings);
  const files = values && inspectFiles(values.files, findings);
  if (!values) return { findings: findings.all };

  const properties = elementOctets(file, 'xades:SignedProperties');
  if (!sha256(properties).equals(values.propertiesDigest)) findings.error('seal.properties-digest');
  const certificates = inspectCertificates(values, findings);
  const [leaf] = certificates ?? [];
  if (!certificates || !leaf) return { findings: findings.all };
  inspectValue(elementOctets(file, 'ds:SignedInfo'), values, leaf, findings);
  findings.add(inspectChain(certificates, trust, { at, purpose: 'seal' }));
  inspectWho(leaf, values.signingTime, { at }, findings);

  const claimed = { signer: signerOf(leaf, certificates), signingTime: values.signingTime };
  if (!findings.clean || !files) return { findings: findings.all, claimed };
  return { findings: [], signed: { files, ...claimed }, claimed };
}

function inspectFile(file: Buffer, findings: Findings): ContainerValues | undefined {
  if (file.length > limits.signatureBytes) {
    findings.error('container.limit', {
      detail: { name: 'signatureBytes', value: file.length, max: limits.signatureBytes },
    });
    return undefined;
  }
  if (!beginsAsOurs(file)) {
    findings.error('container.foreign');
    return undefined;
  }
  const text = file.toString('latin1');
  return inspectWritten(text, readContainerValues(text), writeContainerSignature, findings);
}

/** Each file is named once, in the one writing of its name. */
function inspectFiles(references: readonly FileReference[], findings: Findings): SignedFile[] | undefined {
  if (references.length > limits.files) {
    findings.error('container.limit', {
      detail: { name: 'files', value: references.length, max: limits.files },
    });
    return undefined;
  }
  const files: SignedFile[] = [];
  const seen = new Set<string>();
  for (const { uri, mimeType: escaped, digest } of references) {
    const name = nameOfUri(uri);
    const mimeType = mimeTypeOf(escaped);
    if (name === undefined || seen.has(name)) findings.error('seal.reference', { place: uri.slice(0, 100) });
    else if (mimeType === undefined || digest.length !== 32) findings.error('seal.form', { place: name });
    else files.push({ name, mimeType, sha256: digest.toString('hex') });
    seen.add(name ?? '');
  }
  return files;
}
