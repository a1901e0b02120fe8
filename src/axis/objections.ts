/** What speaks against enrolling: names, codes and keys that are somebody else's, or that the directory cannot hold. */
import { isLegacy, writeDirectoryPage } from '../edoc/index.js';
import type { Finding } from '../errors.js';
import type { AxisContext } from './context.js';
import type { RegisterEvent } from './events.js';
import type { CertificateRecord } from './records.js';
import { keySha256, type NodeRequest } from './request.js';

/** What the register will say of an agency. */
export type AgencyEntry = Extract<RegisterEvent, { type: 'agency-enrolled' }>;

/** All that the register has against it, at once. */
export function objections(
  context: AxisContext,
  request: NodeRequest,
  entries: readonly AgencyEntry[],
  { replace = false }: { readonly replace?: boolean | undefined },
): Finding[] {
  const findings: Finding[] = [];
  const object = (code: Finding['code'], detail: NonNullable<Finding['detail']>) =>
    findings.push({ code, severity: 'error', detail });
  const node = context.state.node(request.node);
  const nodeKey = keySha256(request.publicKey);
  const revoked = revokedKeys(context);
  if (node && !replace && otherKey(node.certificates, nodeKey)) {
    object('enrolment.other-key', { subject: node.name });
  }
  if (revoked.has(nodeKey)) object('enrolment.revoked-key', { subject: request.node });
  for (const [index, agency] of request.agencies.entries()) {
    const known = context.state.agency(agency.code);
    const key = keySha256(agency.publicKey);
    if (known?.state === 'closed') object('axis.agency-closed', { agency: known.code });
    else if (known && known.code !== agency.code)
      object('enrolment.legacy-taken', { code: agency.code, agency: known.code });
    else if (known && known.node !== request.node && !replace) {
      object('enrolment.agency-taken', { agency: known.code, node: known.node });
    } else if (known && !replace && otherKey(known.certificates, key)) {
      object('enrolment.other-key', { subject: known.code });
    }
    if (revoked.has(key)) object('enrolment.revoked-key', { subject: agency.code });
    const entry = entries[index];
    if (entry) checkLegacyCode(context, entry, object);
  }
  return findings;
}

function checkLegacyCode(
  context: AxisContext,
  { code, legacyCode }: AgencyEntry,
  object: (code: Finding['code'], detail: NonNullable<Finding['detail']>) => void,
): void {
  if (legacyCode === undefined) return;
  if (!isLegacy(legacyCode)) object('edxml.organ-id', { value: legacyCode });
  const taken = context.state.agency(legacyCode);
  if (taken && taken.code !== code)
    object('enrolment.legacy-taken', { code: legacyCode, agency: taken.code });
}

/** What could not stand in the directory must not come into the register: nothing could be published any more. @throws EdocError `directory.form` */
export function checkListable({ type, ...entry }: AgencyEntry, at: Date): void {
  const agency = { ...entry, state: 'active', certificates: [] } as const;
  const validUntil = new Date(at.getTime() + 1_000);
  writeDirectoryPage({ version: 1, pages: 1, page: 1, issuedAt: at, validUntil, agencies: [agency] });
}

/** True where there are certificates and none of them is for this key. */
function otherKey(certificates: readonly CertificateRecord[], key: string): boolean {
  return certificates.length > 0 && !certificates.some((certificate) => certificate.key === key);
}

/** Whoever held it: a key that may be in wrong hands is so under another name too. */
function revokedKeys({ state }: AxisContext): Set<string> {
  const keys = new Set<string>();
  for (const { key, revokedAt } of state.issued()) if (revokedAt) keys.add(key);
  return keys;
}
