/** The state of a running node in one look: is it healthy, and if not, what is wrong and what to do. */
import type { DirectoryAgency } from '../edoc/index.js';
import { type Finding, isEdocError } from '../errors.js';
import { attentionStatus, stuckFinding } from './attention.js';
import type { AgentContext } from './context.js';
import type { AgentStatus } from './desk.js';
import { requireActive, requireListed } from './directory.js';
import type { EvidenceKeeper } from './evidence/keeper.js';
import type { RevocationWatch } from './evidence/watch.js';
import { certificateFindings } from './expiry-watch.js';
import type { Identity } from './identities.js';
import type { Peers } from './peers.js';
import type { Receiver } from './receiver.js';
import { type Asking, recoveryFindings } from './recovery/asking.js';
import { certificateSha256, describeSigner, presentSigner } from './signers.js';
import type { WorkWatch } from './work-watch.js';

export async function agentStatus(
  context: AgentContext,
  startedAt: Date,
  {
    keeper,
    watch,
    peers,
    work: waiting,
    asking,
    receiver,
  }: {
    readonly keeper: EvidenceKeeper | undefined;
    readonly watch: RevocationWatch;
    readonly peers: Peers;
    readonly work: WorkWatch;
    readonly asking: Asking;
    readonly receiver: Pick<Receiver, 'findings'>;
  },
): Promise<AgentStatus> {
  const { store, bus, clock, identities } = context;
  const now = clock.now();
  const findings: Finding[] = [];
  if (bus.state === 'blocked') findings.push({ code: 'agent.blocked', severity: 'warning' });
  else if (bus.state !== 'connected') findings.push({ code: 'agent.not-connected', severity: 'error' });

  findings.push(...receiver.findings());

  const version = await store.directoryVersion();
  const expired = version !== undefined && version.validUntil <= now;
  if (!version) findings.push({ code: 'directory.missing', severity: 'error' });
  else if (expired)
    findings.push({ code: 'directory.expired', severity: 'error', detail: { version: version.version } });

  const agencies: AgentStatus['agencies'][number][] = [];
  for (const identity of identities.all) {
    const { code } = identity;
    const signer = await presentSigner(context, identity);
    const { notAfter } = describeSigner(signer);
    const agency = await store.agency(code);
    findings.push(...certificateFindings(code, notAfter, now), ...(await keyFindings(identity)));
    if (version) findings.push(...standingFindings(context, code, agency, certificateSha256(signer)));
    agencies.push({ code, name: agency?.name ?? code, certificateNotAfter: notAfter });
  }
  const evidence = keeper && (await evidenceStatus(context, keeper, findings));
  findings.push(...watch.findings(now), ...(context.clocks?.findings() ?? []));
  findings.push(...recoveryFindings(await store.recovery.counts(), asking.directoryIsOld));
  const silent = peers.silent.map(({ since, ...peer }) => ({ ...peer, since: since.toISOString() }));
  for (const detail of silent) findings.push({ code: 'agent.peer-silent', severity: 'warning', detail });
  const work = await waiting.look();
  findings.push(...work.filter(({ stuck }) => stuck).map(stuckFinding));
  const attention = await attentionStatus(context, now, findings);
  const { sequence, hash } = store.logHead();
  return {
    node: context.node,
    startedAt: startedAt.toISOString(),
    now: now.toISOString(),
    healthy: !findings.some(({ severity }) => severity === 'error'),
    findings,
    broker: bus.state,
    agencies,
    ...(version
      ? { directory: { version: version.version, validUntil: version.validUntil.toISOString(), expired } }
      : {}),
    ...(evidence ? { evidence } : {}),
    silent,
    work,
    attention,
    log: { sequence, hash },
  };
}

async function evidenceStatus(
  { store, evidence }: AgentContext,
  { gap, below }: EvidenceKeeper,
  findings: Finding[],
): Promise<AgentStatus['evidence']> {
  if (!evidence?.policy.timeStamp) return undefined;
  const { levels, oldest } = await store.evidence.counts(below);
  if (gap) {
    const count = below.reduce((sum, level) => sum + levels[level], 0);
    const detail = { source: gap.source, code: gap.code, count, since: (oldest ?? gap.since).toISOString() };
    findings.push({ code: 'evidence.source-down', severity: 'warning', detail });
  }
  return { target: evidence.policy.target, levels, ...(oldest ? { oldest: oldest.toISOString() } : {}) };
}

/** A key that is in a token may be out of reach. */
async function keyFindings({ signer, next }: Identity): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of [signer, next]) {
    try {
      await one?.check?.();
    } catch (error) {
      if (!isEdocError(error)) throw error;
      findings.push(...error.findings);
    }
  }
  return findings;
}

/** What keeps the others from taking what this agency seals, as the directory says. */
function standingFindings(
  context: AgentContext,
  code: string,
  agency: DirectoryAgency | undefined,
  sealCertificate: string,
): readonly Finding[] {
  if (!agency) return [{ code: 'directory.unknown-agency', severity: 'error', detail: { agency: code } }];
  const findings: Finding[] = [];
  if (agency.node !== context.node) {
    const detail = { agency: agency.code, node: context.node };
    findings.push({ code: 'transport.other-node', severity: 'error', detail });
  }
  for (const check of [
    () => requireActive(agency),
    () => requireListed(agency, { certificateSha256: sealCertificate }, context.clock.now()),
  ]) {
    try {
      check();
    } catch (error) {
      if (!isEdocError(error)) throw error;
      findings.push(...error.findings);
    }
  }
  return findings;
}
