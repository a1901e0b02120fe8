/**
 * An agency's and a node's standing: suspended, resumed, closed, certificates revoked. Each step is in the register
 * before the broker hears of it, and takes effect there at once; the directory tells the others.
 */
import type { OrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { settleAccess } from './access.js';
import { type AxisContext, record } from './context.js';
import type { RegisterEvent } from './events.js';
import type { AgencyRecord, CertificateRecord, NodeRecord } from './state.js';

/** @throws EdocError `axis.unknown-agency`, `axis.agency-closed`. Done already is done. */
export async function suspendAgency(
  context: AxisContext,
  code: string,
  reason: string,
): Promise<AgencyRecord> {
  const agency = openAgency(context, code);
  if (agency.state !== 'suspended') {
    await record(context, { type: 'agency-suspended', code: agency.code, reason });
  }
  await settleAccess(context, agency.node);
  return requireAgency(context, code);
}

/** @throws EdocError `axis.unknown-agency`, `axis.agency-closed`. */
export async function resumeAgency(context: AxisContext, code: string): Promise<AgencyRecord> {
  const agency = openAgency(context, code);
  if (agency.state !== 'active') await record(context, { type: 'agency-resumed', code: agency.code });
  await settleAccess(context, agency.node);
  return requireAgency(context, code);
}

/** The node with all its agencies. @throws EdocError `axis.unknown-node`. */
export async function suspendNode(context: AxisContext, name: string, reason: string): Promise<NodeRecord> {
  const node = requireNode(context, name);
  if (!node.suspended) await record(context, { type: 'node-suspended', node: name, reason });
  await settleAccess(context, name);
  return requireNode(context, name);
}

/** @throws EdocError `axis.unknown-node`. */
export async function resumeNode(context: AxisContext, name: string): Promise<NodeRecord> {
  const node = requireNode(context, name);
  if (node.suspended) await record(context, { type: 'node-resumed', node: name });
  await settleAccess(context, name);
  return requireNode(context, name);
}

export interface Closing {
  readonly reason: string;
  readonly successor?: string | undefined;
  /** True where its keys can no longer be trusted: every certificate is revoked as of now. */
  readonly revoke: boolean;
}

/**
 * The agency leaves the axis for good; what it sealed before stays verifiable. Its node's broker user goes with its
 * last agency.
 * @throws EdocError `axis.unknown-agency` (also for the successor), `axis.successor`
 */
export async function closeAgency(
  context: AxisContext,
  code: string,
  closing: Closing,
): Promise<AgencyRecord> {
  const agency = requireAgency(context, code);
  const successor = successorOf(context, agency, closing.successor);
  const events: RegisterEvent[] = [];
  if (agency.state !== 'closed' || (successor !== undefined && successor !== agency.successor)) {
    events.push({
      type: 'agency-closed',
      code: agency.code,
      reason: closing.reason,
      validTo: agency.validTo ?? lastDay(agency, context.clock.now()),
      ...(successor === undefined ? {} : { successor }),
    });
  }
  if (closing.revoke) {
    events.push(...unrevoked(agency).map((certificate) => revocation(agency, certificate, closing.reason)));
  }
  await record(context, ...events);
  await settleAccess(context, agency.node);
  return requireAgency(context, code);
}

/**
 * One certificate is no longer trusted: seals made from now on with its key are refused.
 * @param sha256 of the DER, or the beginning of it where that names one
 * @throws EdocError `axis.unknown-agency`, `axis.unknown-certificate`
 */
export async function revokeCertificate(
  context: AxisContext,
  code: string,
  sha256: string,
  reason: string,
): Promise<AgencyRecord> {
  const agency = requireAgency(context, code);
  const wanted = sha256.toLowerCase().replaceAll(':', '');
  const [certificate, ...others] = agency.certificates.filter((known) => known.sha256.startsWith(wanted));
  if (!certificate || others.length > 0 || wanted.length < 8) {
    throw new EdocError('axis.unknown-certificate', { detail: { agency: agency.code, certificate: sha256 } });
  }
  if (!certificate.revokedAt) await record(context, revocation(agency, certificate, reason));
  return requireAgency(context, code);
}

export function requireAgency(context: AxisContext, code: string): AgencyRecord {
  const agency = context.state.agency(code.trim().toUpperCase());
  if (!agency) throw new EdocError('axis.unknown-agency', { detail: { agency: code } });
  return agency;
}

function openAgency(context: AxisContext, code: string): AgencyRecord {
  const agency = requireAgency(context, code);
  if (agency.state === 'closed')
    throw new EdocError('axis.agency-closed', { detail: { agency: agency.code } });
  return agency;
}

function requireNode(context: AxisContext, name: string): NodeRecord {
  const node = context.state.node(name);
  if (!node) throw new EdocError('axis.unknown-node', { detail: { node: name } });
  return node;
}

function successorOf(
  context: AxisContext,
  agency: AgencyRecord,
  code: string | undefined,
): OrganId | undefined {
  if (code === undefined) return undefined;
  const successor = requireAgency(context, code);
  if (successor.code === agency.code || successor.state === 'closed') {
    throw new EdocError('axis.successor', { detail: { agency: agency.code, successor: successor.code } });
  }
  return successor.code;
}

/** Today; for an agency that would only have begun later, that day: an entry never ends before it begins. */
function lastDay({ validFrom = '' }: AgencyRecord, now: Date): string {
  const today = now.toISOString().slice(0, 10);
  return validFrom > today ? validFrom : today;
}

function unrevoked(agency: AgencyRecord): CertificateRecord[] {
  return agency.certificates.filter((certificate) => certificate.revokedAt === undefined);
}

function revocation(agency: AgencyRecord, { sha256 }: CertificateRecord, reason: string): RegisterEvent {
  return { type: 'certificate-revoked', code: agency.code, sha256, reason };
}
