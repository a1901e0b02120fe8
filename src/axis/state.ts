/** The axis as its register tells it: agencies, nodes, certificates, and how far the directory is published. */
import type { OrganId } from '../edoc/index.js';
import {
  type NodeAccess,
  type OwnCertificateName,
  ownCertificateNames,
  type RegisterEntry,
  type RegisterEvent,
} from './events.js';
import type {
  AgencyRecord,
  CertificateRecord,
  CrlRecord,
  DirectoryRecord,
  IssuedCertificate,
  NodeRecord,
} from './records.js';

type RevocationEvent = Extract<RegisterEvent, { readonly sha256: string; readonly reason: string }>;

export class AxisState {
  readonly #agencies = new Map<string, AgencyRecord>();
  readonly #byLegacyCode = new Map<string, OrganId>();
  readonly #nodes = new Map<string, NodeRecord>();
  readonly #nodeAgencies = new Map<string, Set<OrganId>>();
  readonly #own = new Map<OwnCertificateName, readonly CertificateRecord[]>();
  #directory: DirectoryRecord | undefined;
  #changedSinceIssue = false;
  #crl: CrlRecord | undefined;
  #revokedSinceCrl = false;

  static from(entries: readonly RegisterEntry[]): AxisState {
    const state = new AxisState();
    for (const entry of entries) state.apply(entry);
    return state;
  }

  /** By either code form. */
  agency(code: string): AgencyRecord | undefined {
    return this.#agencies.get(code) ?? this.#agencies.get(this.#byLegacyCode.get(code) ?? '');
  }

  node(name: string): NodeRecord | undefined {
    return this.#nodes.get(name);
  }

  get agencies(): AgencyRecord[] {
    return [...this.#agencies.values()];
  }

  get nodes(): NodeRecord[] {
    return [...this.#nodes.values()];
  }

  agenciesOf(node: string): AgencyRecord[] {
    const codes = this.#nodeAgencies.get(node) ?? [];
    return [...codes].flatMap((code) => this.#agencies.get(code) ?? []);
  }

  /** The version issued last. */
  get directory(): DirectoryRecord | undefined {
    return this.#directory;
  }

  /** True where agencies or certificates changed after the version issued last. */
  get directoryOutdated(): boolean {
    return this.#changedSinceIssue;
  }

  /** The axis's own certificates of one name, oldest first. */
  ownCertificates(name: OwnCertificateName): readonly CertificateRecord[] {
    return this.#own.get(name) ?? [];
  }

  /** Every certificate that the axis issued, in no order that means anything. */
  *issued(): Generator<IssuedCertificate> {
    for (const { code, certificates } of this.#agencies.values()) yield* of(code, certificates);
    for (const { name, certificates } of this.#nodes.values()) yield* of(name, certificates);
    for (const [name, certificates] of this.#own) yield* of(name, certificates);
  }

  /** The same of one agency, node, or name of the axis's own. */
  *issuedTo(subject: string): Generator<IssuedCertificate> {
    yield* of(subject, this.#agencies.get(subject)?.certificates ?? []);
    yield* of(subject, this.#nodes.get(subject)?.certificates ?? []);
    for (const name of ownCertificateNames) if (name === subject) yield* of(name, this.ownCertificates(name));
  }

  get crl(): CrlRecord | undefined {
    return this.#crl;
  }

  /** True where a certificate was revoked after the list issued last. */
  get crlOutdated(): boolean {
    return this.#revokedSinceCrl;
  }

  /** What an agency's entry in the directory says: one whose node is suspended is so itself. */
  standing(agency: AgencyRecord): AgencyRecord['state'] {
    if (agency.state !== 'active') return agency.state;
    return this.node(agency.node)?.suspended ? 'suspended' : 'active';
  }

  /** What the broker should allow: nothing to a node without an agency that may speak. */
  accessDue(node: NodeRecord): NodeAccess {
    const states = this.agenciesOf(node.name).map((agency) => this.standing(agency));
    if (states.includes('active')) return 'open';
    return states.includes('suspended') ? 'suspended' : 'removed';
  }

  /** Nodes whose access at the broker is not what it should be. */
  get accessPending(): NodeRecord[] {
    return this.nodes.filter((node) => node.access !== this.accessDue(node));
  }

  apply(entry: RegisterEntry): void {
    for (const event of entry.events) this.#applyEvent(event, entry.at);
  }

  #applyEvent(event: RegisterEvent, at: Date): void {
    switch (event.type) {
      case 'agency-enrolled':
        this.#enrol(event);
        break;
      case 'agency-suspended':
        this.#changeAgency(event.code, { state: 'suspended' });
        break;
      case 'agency-resumed':
        this.#changeAgency(event.code, { state: 'active' });
        break;
      case 'agency-closed':
        this.#close(event);
        break;
      case 'certificate-issued':
        this.#addCertificate(event);
        break;
      case 'certificate-revoked':
      case 'node-certificate-revoked':
      case 'own-certificate-revoked':
        this.#revoke(event, at);
        break;
      case 'own-certificate-issued':
        this.#addOwn(event);
        break;
      case 'crl-issued':
        this.#crl = { ...crlOf(event), issuedAt: at };
        this.#revokedSinceCrl = false;
        break;
      case 'node-enrolled':
        this.#nodes.set(event.node, {
          name: event.node,
          suspended: false,
          certificates: [],
          access: undefined,
        });
        break;
      case 'node-suspended':
      case 'node-resumed':
        this.#changeNode(event.node, { suspended: event.type === 'node-suspended' });
        this.#changedSinceIssue = true;
        break;
      case 'node-access':
        this.#changeNode(event.node, { access: event.access });
        break;
      case 'directory-issued':
        this.#issue(event, at);
        break;
      case 'directory-published':
        if (this.#directory?.version === event.version) {
          this.#directory = { ...this.#directory, published: true };
        }
    }
  }

  #close({ code, successor, validTo }: Extract<RegisterEvent, { type: 'agency-closed' }>): void {
    const change = successor === undefined ? {} : { successor };
    this.#changeAgency(code, { state: 'closed', validTo, ...change });
  }

  #issue(event: Extract<RegisterEvent, { type: 'directory-issued' }>, issuedAt: Date): void {
    const { type, ...version } = event;
    this.#directory = { ...version, issuedAt, published: false };
    this.#changedSinceIssue = false;
  }

  #enrol(event: Extract<RegisterEvent, { type: 'agency-enrolled' }>): void {
    const { type, ...entry } = event;
    const known = this.#agencies.get(event.code);
    if (known) this.#nodeAgencies.get(known.node)?.delete(known.code);
    if (known?.legacyCode !== undefined) this.#byLegacyCode.delete(known.legacyCode);
    if (event.legacyCode !== undefined) this.#byLegacyCode.set(event.legacyCode, event.code);
    const ofNode = this.#nodeAgencies.get(event.node) ?? new Set();
    this.#nodeAgencies.set(event.node, ofNode.add(event.code));
    this.#agencies.set(event.code, {
      ...entry,
      state: known?.state ?? 'active',
      certificates: known?.certificates ?? [],
    });
    this.#changedSinceIssue = true;
  }

  #addCertificate(event: Extract<RegisterEvent, { type: 'certificate-issued' }>): void {
    const { type, kind, subject, ...certificate } = event;
    const known = kind === 'node' ? this.#nodes.get(subject) : this.#agencies.get(subject);
    const certificates = [...(known?.certificates ?? []), certificate];
    if (kind === 'node') this.#changeNode(subject, { certificates });
    else this.#changeAgency(subject, { certificates });
  }

  #addOwn({ type, name, ...certificate }: Extract<RegisterEvent, { type: 'own-certificate-issued' }>): void {
    this.#own.set(name, [...this.ownCertificates(name), certificate]);
  }

  #revoke(event: RevocationEvent, at: Date): void {
    this.#revokedSinceCrl = true;
    const revoked = (certificates: readonly CertificateRecord[] = []) =>
      certificates.map((certificate) =>
        certificate.sha256 === event.sha256 ? { ...certificate, ...revocationOf(event, at) } : certificate,
      );
    if (event.type === 'certificate-revoked') {
      this.#changeAgency(event.code, { certificates: revoked(this.#agencies.get(event.code)?.certificates) });
    } else if (event.type === 'node-certificate-revoked') {
      this.#changeNode(event.node, { certificates: revoked(this.#nodes.get(event.node)?.certificates) });
    } else {
      this.#own.set(event.name, revoked(this.#own.get(event.name)));
    }
  }

  #changeAgency(code: string, change: Partial<AgencyRecord>): void {
    const agency = this.#agencies.get(code);
    if (!agency) return;
    this.#agencies.set(code, { ...agency, ...change });
    this.#changedSinceIssue = true;
  }

  #changeNode(name: string, change: Partial<NodeRecord>): void {
    const node = this.#nodes.get(name);
    if (node) this.#nodes.set(name, { ...node, ...change });
  }
}

function* of(subject: string, certificates: readonly CertificateRecord[]): Generator<IssuedCertificate> {
  for (const certificate of certificates) yield { ...certificate, subject };
}

function revocationOf({ reason, cause }: RevocationEvent, revokedAt: Date): Partial<CertificateRecord> {
  return { revokedAt, revokedReason: reason, ...(cause === undefined ? {} : { revokedCause: cause }) };
}

function crlOf({
  type,
  ...crl
}: Extract<RegisterEvent, { type: 'crl-issued' }>): Omit<CrlRecord, 'issuedAt'> {
  return crl;
}
