/** The roots that a node trusts, and how an enrolment adds to them: it never takes any away. */
import { resolve } from 'node:path';
import { EdocError } from '../../errors.js';
import { certificateToPem, type Trust, trustFromPem } from '../../signing/index.js';
import { agentPaths } from './agent-files.js';
import { presentConfig } from './node-secrets.js';
import { readIfPresent, writeOpenFile } from './private-file.js';

export interface TrustedRoots {
  /** As `agent.json` has it, or is to have it. */
  readonly name: string;
  readonly path: string;
  /** What is there, comments and all; undefined where the node has no roots yet. */
  readonly pem: string | undefined;
  /** SHA-256 of each, in hexadecimal. */
  readonly roots: readonly string[];
}

export async function trustedRoots(folder: string): Promise<TrustedRoots> {
  const name = (await presentConfig(folder))?.trust ?? agentPaths.trust;
  const path = resolve(folder, name);
  const pem = await readIfPresent(path);
  return { name, path, pem, roots: pem === undefined ? [] : rootsOf(trustFromPem(pem)) };
}

export function rootsOf({ anchors }: Trust): string[] {
  return anchors.map((anchor) => anchor.certificateSha256);
}

/**
 * Whoever can send a node a file must not be able to give it another root: who has that is every agency and the operator.
 * @param expected the root's SHA-256 as the operator told it by another way
 * @throws EdocError `enrolment.fingerprint`, `enrolment.other-root`
 */
export function requireExpectedRoot(
  found: readonly string[],
  expected: string | undefined,
  present: TrustedRoots,
): void {
  if (expected === undefined) {
    const added = found.filter((root) => present.pem !== undefined && !present.roots.includes(root));
    if (added.length === 0) return;
    throw new EdocError('enrolment.other-root', { detail: { found: added.join(', ') } });
  }
  const wanted = expected.toLowerCase().replaceAll(/[:\s]/g, '');
  if (found.length === 1 && found[0] === wanted) return;
  throw new EdocError('enrolment.fingerprint', { detail: { found: found.join(', ') } });
}

/** Adds what is new behind what is there, which stays as it is: the node's people may have put roots of others into it. */
export async function addRoots({ path, pem, roots }: TrustedRoots, enrolled: string): Promise<void> {
  if (pem === undefined) return writeOpenFile(path, enrolled);
  const added = trustFromPem(enrolled).anchors.filter((anchor) => !roots.includes(anchor.certificateSha256));
  if (added.length === 0) return;
  const end = pem === '' || pem.endsWith('\n') ? '' : '\n';
  await writeOpenFile(
    path,
    pem + end + added.map(({ certificate }) => certificateToPem(certificate)).join(''),
  );
}
