/** The axis at a glance: what is registered, what the broker sees of it, and what wants the operator's attention. */
import { EdocError, type ErrorCode, type ErrorDetail } from '../errors.js';
import type { AxisContext } from './context.js';
import { isCrlGivenOut } from './crl.js';
import type { NodeAccess } from './events.js';
import type { AgencyRecord, CertificateRecord, CrlRecord, DirectoryRecord } from './records.js';

export interface NodeStatus {
  readonly node: string;
  readonly agencies: readonly string[];
  readonly suspended: boolean;
  /** What the register says that the broker should allow. */
  readonly access: NodeAccess;
  /** Undefined where the broker could not be asked or does not know the node. */
  readonly connected: boolean | undefined;
  readonly waiting: { readonly ordinary: number; readonly urgent: number; readonly dead: number } | undefined;
}

export interface ExpiringCertificate {
  readonly kind: 'seal' | 'node' | 'operator' | 'authority' | 'broker' | 'tsa' | 'ocsp';
  /** Agency code, node name, or the certificate's own name. */
  readonly subject: string;
  readonly sha256: string;
  readonly notAfter: Date;
}

export interface Problem {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
}

export interface AxisStatus {
  readonly name: string;
  readonly at: Date;
  readonly broker: { readonly url: string; readonly reachable: boolean };
  readonly agencies: { readonly active: number; readonly suspended: number; readonly closed: number };
  readonly nodes: readonly NodeStatus[];
  readonly directory: (DirectoryRecord & { readonly outdated: boolean }) | undefined;
  readonly crl: (CrlRecord & { readonly outdated: boolean }) | undefined;
  /** Those that end within {@link warningDays}, or have ended and were not replaced, soonest first. */
  readonly expiring: readonly ExpiringCertificate[];
  readonly problems: readonly Problem[];
}

/** A certificate of the axis itself, not of a node or agency. */
export type OwnCertificate = ExpiringCertificate;

export const warningDays = 30;
/** A directory that ends sooner is published anew in time only if somebody is told. */
const directoryWarningDays = 7;
/** A revocation list lasts a week; one that ends sooner wants a look, whoever keeps the timer. */
const crlWarningDays = 2;
const dayMs = 86_400_000;

export async function axisStatus(
  context: AxisContext,
  url: string,
  own: readonly OwnCertificate[],
): Promise<AxisStatus> {
  const { state, clock, config } = context;
  const at = clock.now();
  const seen = await overview(context);
  const nodes = state.nodes.map((node): NodeStatus => {
    const found = seen.nodes.get(node.name);
    return {
      node: node.name,
      agencies: state.agenciesOf(node.name).map((agency) => agency.code),
      suspended: node.suspended,
      access: state.accessDue(node),
      connected: found?.connected,
      waiting: found && { ordinary: found.ordinary, urgent: found.urgent, dead: found.dead },
    };
  });
  const expiring = [...expiringOf(context, at), ...own.filter(({ notAfter }) => endsSoon(notAfter, at))].sort(
    (one, other) => one.notAfter.getTime() - other.notAfter.getTime(),
  );
  const directory = state.directory && { ...state.directory, outdated: state.directoryOutdated };
  const crl = state.crl && { ...state.crl, outdated: state.crlOutdated };
  return {
    name: config.name,
    at,
    broker: { url, reachable: seen.failure === undefined },
    agencies: countStates(context),
    nodes,
    directory,
    crl,
    expiring,
    problems: [
      ...(seen.failure ? [seen.failure] : []),
      ...directoryProblems(context, at),
      ...(await crlProblems(context, at)),
      ...state.accessPending.map(
        (node): Problem => ({ code: 'axis.access-pending', detail: { node: node.name } }),
      ),
      ...nodes.flatMap(nodeProblems),
      ...expiring.map(
        ({ subject, notAfter }): Problem => ({
          code: 'axis.certificate-expires',
          detail: { subject, date: notAfter.toISOString().slice(0, 10) },
        }),
      ),
    ],
  };
}

async function overview(context: AxisContext) {
  try {
    const all = await context.broker.axisOverview();
    return { nodes: new Map(all.map((one) => [one.node, one])), failure: undefined };
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    const failure: Problem = { code: error.code, detail: error.detail };
    return { nodes: new Map<string, never>(), failure };
  }
}

function countStates({ state }: AxisContext): AxisStatus['agencies'] {
  const counts = { active: 0, suspended: 0, closed: 0 };
  for (const agency of state.agencies) counts[state.standing(agency)] += 1;
  return counts;
}

function directoryProblems({ state }: AxisContext, at: Date): Problem[] {
  const { directory } = state;
  if (!directory) return [{ code: 'axis.directory-none', detail: {} }];
  const { version, validUntil } = directory;
  const problems: Problem[] = [];
  if (!directory.published) problems.push({ code: 'axis.directory-unpublished', detail: { version } });
  else if (state.directoryOutdated) problems.push({ code: 'axis.directory-outdated', detail: { version } });
  if (validUntil.getTime() - at.getTime() < directoryWarningDays * dayMs) {
    problems.push({
      code: 'axis.directory-expires',
      detail: { version, date: validUntil.toISOString().slice(0, 10) },
    });
  }
  return problems;
}

/** Where certificates name no place to ask, nobody waits for the list. */
async function crlProblems(context: AxisContext, at: Date): Promise<Problem[]> {
  const { crl, crlOutdated } = context.state;
  if (!context.config.services) return [];
  if (!crl || !(await isCrlGivenOut(context))) return [{ code: 'authority.crl-missing', detail: {} }];
  const { number, nextUpdate } = crl;
  if (crlOutdated) return [{ code: 'authority.crl-outdated', detail: { number } }];
  if (nextUpdate.getTime() - at.getTime() >= crlWarningDays * dayMs) return [];
  return [{ code: 'authority.crl-expires', detail: { number, date: nextUpdate.toISOString().slice(0, 10) } }];
}

function nodeProblems(node: NodeStatus): Problem[] {
  const dead = node.waiting?.dead ?? 0;
  return dead > 0 ? [{ code: 'axis.dead-letters', detail: { node: node.node, count: dead } }] : [];
}

/** Only the newest certificate of each agency and node: the ones before it have been replaced. */
function expiringOf({ state }: AxisContext, at: Date): ExpiringCertificate[] {
  const expiring: ExpiringCertificate[] = [];
  const look = (kind: 'seal' | 'node', subject: string, certificates: readonly CertificateRecord[]) => {
    const newest = newestOf(certificates);
    if (newest && endsSoon(newest.notAfter, at)) {
      expiring.push({ kind, subject, sha256: newest.sha256, notAfter: newest.notAfter });
    }
  };
  for (const agency of state.agencies) {
    if (agency.state !== 'closed') look('seal', agency.code, agency.certificates);
  }
  for (const node of state.nodes) {
    if (state.accessDue(node) !== 'removed') look('node', node.name, node.certificates);
  }
  return expiring;
}

function newestOf(certificates: AgencyRecord['certificates']): CertificateRecord | undefined {
  return certificates
    .filter((certificate) => certificate.revokedAt === undefined)
    .reduce<CertificateRecord | undefined>(
      (newest, one) => (newest && newest.notAfter >= one.notAfter ? newest : one),
      undefined,
    );
}

function endsSoon(notAfter: Date, at: Date): boolean {
  return notAfter.getTime() - at.getTime() < warningDays * dayMs;
}
