/** Sealing a container: one detached signature over the digests of its files. */

import { sha256 } from '../seal-checks.js';
import { readSigner, requireLimit, signInfo } from '../sign.js';
import type { Signer } from '../signer.js';
import { uriOf } from '../suites.js';
import { writeContainerInfo, writeContainerProperties, writeContainerSignature } from './form.js';
import { containerLimits as limits } from './limits.js';
import { escapedMimeType, requireFiles, uriOfName } from './names.js';

/** A file of a container. The digest is the caller's: a file of gigabytes is nothing to hold here. */
export interface SignedFile {
  /** Path below the root of the container, in NFC. */
  readonly name: string;
  /** `type/subtype` in lower case. */
  readonly mimeType: string;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * The text of `META-INF/signatures001.xml`.
 * @param signingTime kept to the second.
 * @throws EdocError `container.limit`, `container.name-unsafe`, `container.name-twice`, `container.media-type`; for the signer
 * `seal.key`, `seal.signing-time`, `seal.limit`, `certificate.…`, `key.mismatch`; and whatever the signer itself throws.
 */
export async function sealContainer(
  files: readonly SignedFile[],
  signer: Signer,
  signingTime: Date,
): Promise<string> {
  requireFiles(files);
  const certificates = readSigner(signer, signingTime);
  const references = files.map((file) => ({
    uri: uriOfName(file.name),
    mimeType: escapedMimeType(file.mimeType),
    digest: Buffer.from(file.sha256, 'hex'),
  }));
  const signing = {
    files: references,
    signingTime,
    certificateDigests: certificates.map(({ digest }) => digest),
  };
  const signedInfo = {
    files: references,
    algorithm: uriOf(signer.suite),
    propertiesDigest: sha256(Buffer.from(writeContainerProperties(signing))),
  };
  const text = writeContainerSignature({
    ...signing,
    ...signedInfo,
    value: await signInfo(signer, certificates, writeContainerInfo(signedInfo)),
    certificates: certificates.map(({ certificate }) => certificate),
  });
  requireLimit('signatureBytes', text.length, limits.signatureBytes);
  return text;
}
