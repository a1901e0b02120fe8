/**
 * Verifying a container's signature with whatever proof of time and standing was put around it. `spec/container.md`, section 5,
 * and `spec/evidence.md`, section 3.
 */
import { type AroundOptions, attemptSplit, inspectAround, type Proof } from '../levels/around.js';
import type { Trust } from '../trust.js';
import { containerParts, type ReadFile } from './parts.js';
import { type ContainerInspection, inspectContainerSignature } from './verify.js';

export interface ContainerEvidenceOptions extends AroundOptions {
  /** The files of the container, for archive time stamps, which are over them. */
  readonly read?: ReadFile;
}

/** What a container's signature signs, and what is proven of it. */
export interface ContainerEvidence extends ContainerInspection, Proof {}

/**
 * Never throws for what the signature contains; what reading a file throws passes on.
 * @param octets `META-INF/signatures001.xml`
 */
export async function inspectContainerEvidence(
  octets: Uint8Array,
  trust: Trust,
  options: ContainerEvidenceOptions,
): Promise<ContainerEvidence> {
  const split = attemptSplit(octets);
  const { inner, proof, findings } = await inspectAround(
    split,
    () => containerParts(split.sealed, options.read),
    trust,
    options,
    (at) => inspectContainerSignature(split.sealed, trust, { at }),
  );
  const { signed, ...rest } = inner;
  const clean = !findings.some(({ severity }) => severity === 'error');
  return {
    ...rest,
    findings: [...findings, ...inner.findings],
    ...(clean && signed ? { signed } : {}),
    ...proof,
  };
}
