/** What the register's entries amount to for an agency, a node, a certificate, a version of the directory, a revocation list. */
import type { DirectoryAgency } from '../edoc/index.js';
import type { NodeAccess, RevocationCause } from './events.js';

export interface CertificateRecord {
  readonly sha256: string;
  /** SHA-256 of the public key. */
  readonly key: string;
  /** Hexadecimal; entries of the first axes do not have it. */
  readonly serialNumber?: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly revokedAt?: Date;
  readonly revokedReason?: string;
  readonly revokedCause?: RevocationCause;
}

/** Any certificate that the axis issued; `subject` is an agency code, a node, or the name of one of the axis's own. */
export interface IssuedCertificate extends CertificateRecord {
  readonly subject: string;
}

export interface AgencyRecord extends Omit<DirectoryAgency, 'certificates'> {
  readonly certificates: readonly CertificateRecord[];
}

export interface NodeRecord {
  readonly name: string;
  readonly suspended: boolean;
  readonly certificates: readonly CertificateRecord[];
  /** What the broker was brought to last; undefined before the first time. */
  readonly access: NodeAccess | undefined;
}

export interface DirectoryRecord {
  readonly version: number;
  readonly issuedAt: Date;
  readonly validUntil: Date;
  readonly pages: number;
  readonly agencies: number;
  readonly published: boolean;
}

/** The revocation list issued last. */
export interface CrlRecord {
  readonly number: number;
  readonly issuedAt: Date;
  readonly nextUpdate: Date;
  readonly revoked: number;
  readonly sha256: string;
}
