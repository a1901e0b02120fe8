/** Agencies as the directory in force lists them. Codes are compared as listed, never computed. */
import { type DirectoryAgency, type OrganId, organId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { RowSource } from './log-rows.js';
import { optional } from './optional.js';

/** The version in force, as a subquery. */
export const versionInForce = '(SELECT MAX(version) FROM directory_version WHERE in_force_at IS NOT NULL)';

export interface AgencyRow {
  readonly code: string;
  readonly legacy_code: string | null;
  readonly name: string;
  readonly node: string;
  readonly parent: string | null;
  readonly state: string;
  readonly successor: string | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  /** JSON: `[sha256, notBefore, notAfter, revokedAt | null]` each. */
  readonly certificates: string;
}

export const agencyColumns = `code, legacy_code, name, node, parent, state, successor, valid_from, valid_to,
  (SELECT json_group_array(json_array(c.sha256, c.not_before, c.not_after, c.revoked_at))
   FROM directory_certificate c WHERE c.version = a.version AND c.code = a.code) AS certificates`;

/** The agency that goes by this code, in either form. */
export async function findAgency(source: RowSource, code: string): Promise<DirectoryAgency | undefined> {
  const rows = await source.all<AgencyRow>(
    `SELECT ${agencyColumns} FROM directory_agency a WHERE version = ${versionInForce} AND code = ?1
     UNION ALL
     SELECT ${agencyColumns} FROM directory_agency a WHERE version = ${versionInForce} AND legacy_code = ?1
     LIMIT 1`,
    [code],
  );
  return rows[0] && toAgency(rows[0]);
}

/** True where both codes are one agency's: the same code, or the two forms that the directory lists together. */
export async function isSameAgency(source: RowSource, a: string, b: string): Promise<boolean> {
  return a === b || (await codesOf(source, a)).includes(b);
}

/** Every code of the agency that goes by this one, this one first. */
export async function codesOf(source: RowSource, code: string): Promise<string[]> {
  const rows = await source.all<{ code: string; legacy_code: string | null }>(
    `SELECT code, legacy_code FROM directory_agency WHERE version = ${versionInForce} AND code = ?1
     UNION ALL
     SELECT code, legacy_code FROM directory_agency WHERE version = ${versionInForce} AND legacy_code = ?1`,
    [code],
  );
  return [...new Set([code, ...rows.flatMap((row) => [row.code, row.legacy_code ?? row.code])])];
}

export function toAgency(row: AgencyRow): DirectoryAgency {
  return {
    code: organId(row.code),
    ...optional('legacyCode', organOf(row.legacy_code)),
    name: row.name,
    node: row.node,
    ...optional('parent', organOf(row.parent)),
    state: agencyState(row.state),
    ...optional('successor', organOf(row.successor)),
    ...optional('validFrom', row.valid_from ?? undefined),
    ...optional('validTo', row.valid_to ?? undefined),
    certificates: certificatesOf(row.certificates),
  };
}

function certificatesOf(json: string): DirectoryAgency['certificates'] {
  const rows: readonly (readonly [string, number, number, number | null])[] = JSON.parse(json);
  return rows.map(([sha256, notBefore, notAfter, revokedAt]) => ({
    sha256,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    ...optional('revokedAt', revokedAt === null ? undefined : new Date(revokedAt)),
  }));
}

function agencyState(stored: string): DirectoryAgency['state'] {
  if (stored === 'active' || stored === 'suspended' || stored === 'closed') return stored;
  throw new EdocError('lifecycle.unknown-state', { detail: { machine: 'agency', state: stored } });
}

function organOf(text: string | null): OrganId | undefined {
  return text === null ? undefined : organId(text);
}
