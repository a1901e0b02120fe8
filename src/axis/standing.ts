/**
 * An agency's and a node's standing: suspended, resumed, closed. Each step is in the register
 * before the broker hears of it, and takes effect there at once; the directory tells the others.
 */
import type { OrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { settleAccess } from './access.js';
import { type AxisContext, record } from './context.js';
import { issueCrlIfDue } from './crl.js';
import type { RegisterEvent, RevocationCause } from './events.js';
import { requireAgency, requireNode } from './known.js';
import type { AgencyRecord, NodeRecord } from './records.js';
import { revocations } from './revoke.js';

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
  readonly cause?: RevocationCause | undefined;
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
  if (closing.revoke) events.push(...revocations(agency, closing));
  await record(context, ...events);
  if (closing.revoke) await issueCrlIfDue(context);
  await settleAccess(context, agency.node);
  return requireAgency(context, code);
}

function openAgency(context: AxisContext, code: string): AgencyRecord {
  const agency = requireAgency(context, code);
  if (agency.state === 'closed')
    throw new EdocError('axis.agency-closed', { detail: { agency: agency.code } });
  return agency;
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
