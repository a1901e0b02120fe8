/** What a page of the directory says (`spec/directory.md`). */
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
  /** In the form of Decision 20/2020; in the old form only where the agency has no other. */
  readonly code: OrganId;
  /** In the old form (QCVN 102:2016). */
  readonly legacyCode?: OrganId;
  readonly name: string;
  /** The node that serves it. */
  readonly node: string;
  readonly parent?: OrganId;
  readonly state: AgencyState;
  /** Of a closed agency: who took over. */
  readonly successor?: OrganId;
  /** `yyyy-mm-dd` */
  readonly validFrom?: string;
  /** `yyyy-mm-dd` */
  readonly validTo?: string;
  readonly certificates: readonly DirectoryCertificate[];
}

export type AgencyState = 'active' | 'suspended' | 'closed';

/** Times have whole seconds. */
export interface DirectoryCertificate {
  /** Of the DER, in hexadecimal. */
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly revokedAt?: Date;
}
