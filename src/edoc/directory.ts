/** The directory: who is on the axis (`spec/directory.md`). Types; reading and writing of a page follow below them. */
import type { OrganId } from './organ-id.js';

export interface DirectoryVersion {
  readonly version: number;
  readonly issuedAt: Date;
  readonly validUntil: Date;
  readonly pages: number;
}

export interface DirectoryPage extends DirectoryVersion {
  /** From 1. */
  readonly page: number;
  readonly agencies: readonly DirectoryAgency[];
}

export interface DirectoryAgency {
  readonly code: OrganId;
  readonly legacyCode?: OrganId;
  readonly name: string;
  /** The node that serves it. */
  readonly node: string;
  readonly parent?: OrganId;
  readonly state: 'active' | 'suspended' | 'closed';
  readonly successor?: OrganId;
  /** `yyyy-mm-dd` */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly certificates: readonly DirectoryCertificate[];
}

export interface DirectoryCertificate {
  /** Of the DER, in hexadecimal. */
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly revokedAt?: Date;
}
