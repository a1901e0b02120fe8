/**
 * Versions of the directory (`spec/directory.md`). Pages gather in staging; a version comes into force when all its
 * pages are there and it is higher than the one in force, never in part. What it replaced is swept away in small steps.
 */
import type { DirectoryAgency, DirectoryPage, DirectoryVersion } from '../edoc/index.js';
import { findAgency } from './agencies.js';
import type { Commits } from './commits.js';
import type { Database } from './database.js';
import { folded } from './folded.js';
import type { NewEvent } from './log-entry.js';
import type { RowSource } from './log-rows.js';
import type { Unit } from './unit.js';

interface VersionRow {
  readonly version: number;
  readonly issued_at: number;
  readonly valid_until: number;
  readonly pages: number;
  readonly in_force_at: number | null;
}

const sweepRows = 2_000;
const cachedAgencies = 5_000;

export async function versionInForceOf(source: RowSource): Promise<DirectoryVersion | undefined> {
  const [row] = await source.all<VersionRow>(
    'SELECT * FROM directory_version WHERE in_force_at IS NOT NULL ORDER BY version DESC LIMIT 1',
  );
  return row && toVersion(row);
}

export class Directory {
  readonly #reading: Database;
  readonly #commits: Commits;
  readonly #now: () => Date;
  /** The version in force, once it was asked for; this is the only one who changes it. */
  #version: Promise<DirectoryVersion | undefined> | undefined;
  /** Its agencies that were asked for. */
  #known = new Map<string, DirectoryAgency | undefined>();
  #sweep: Promise<void> = Promise.resolve();

  constructor(reading: Database, commits: Commits, now: () => Date) {
    this.#reading = reading;
    this.#commits = commits;
    this.#now = now;
  }

  version(): Promise<DirectoryVersion | undefined> {
    const known = this.#version;
    if (known !== undefined) return known;
    const asked = versionInForceOf(this.#reading);
    this.#version = asked;
    asked.catch(() => {
      if (this.#version === asked) this.#version = undefined;
    });
    return asked;
  }

  /** By either code form. */
  async agency(code: string): Promise<DirectoryAgency | undefined> {
    const known = this.#known;
    if (known.has(code)) return known.get(code);
    const found = await findAgency(this.#reading, code);
    if (known.size >= cachedAgencies) known.clear();
    // A version that came into force meanwhile has put a new map in the place of this one.
    known.set(code, found);
    return found;
  }

  /** Keeps one page; true when with it a version came into force. */
  async take(page: DirectoryPage, events: readonly NewEvent[]): Promise<boolean> {
    const inForce = await this.#commits.do({
      touches: 'everything',
      octets: page.agencies.length * 400,
      run: (unit) => takePage(unit, page, events, this.#now()),
    });
    if (inForce) {
      this.#version = undefined;
      this.#known = new Map();
      this.#sweep = this.#sweep.then(() => this.#sweepOld());
    }
    return inForce;
  }

  /** Waits until what is out of force has been removed. */
  swept(): Promise<void> {
    return this.#sweep;
  }

  /** A sweep that fails is taken up by the one after the next version; nothing depends on it. */
  async #sweepOld(): Promise<void> {
    let left = true;
    while (left) {
      left = await this.#commits
        .do({ touches: 'everything', octets: 0, run: (unit) => sweepSome(unit) })
        .catch(() => false);
    }
  }
}

async function takePage(
  unit: Unit,
  page: DirectoryPage,
  events: readonly NewEvent[],
  now: Date,
): Promise<boolean> {
  const inForce = await versionInForceOf(unit);
  if (inForce && page.version <= inForce.version) return false;
  if (!(await joinVersion(unit, page))) return false;
  const added = await unit.run(
    'INSERT INTO directory_page (version, page) VALUES (?, ?) ON CONFLICT DO NOTHING',
    [page.version, page.page],
  );
  if (added === 0) return false;
  for (const agency of page.agencies) insertAgency(unit, page.version, agency);
  for (const event of events) unit.event(event);
  const there = await unit.first<{ pages: number }>(
    'SELECT COUNT(*) AS pages FROM directory_page WHERE version = ?',
    [page.version],
  );
  if (there?.pages !== page.pages) return false;
  await unit.run('UPDATE directory_version SET in_force_at = ? WHERE version = ?', [
    now.getTime(),
    page.version,
  ]);
  unit.event({ kind: 'directory.in-force', detail: { version: page.version, pages: page.pages } });
  return true;
}

/**
 * False for a page that does not belong to what gathers under its version number. A later issue of the same number
 * takes the place of the earlier one: pages of both never mix.
 */
async function joinVersion(unit: Unit, page: DirectoryPage): Promise<boolean> {
  const known = await unit.first<VersionRow>('SELECT * FROM directory_version WHERE version = ?', [
    page.version,
  ]);
  const issuedAt = page.issuedAt.getTime();
  const validUntil = page.validUntil.getTime();
  if (known) {
    const same =
      known.issued_at === issuedAt && known.valid_until === validUntil && known.pages === page.pages;
    if (same) return true;
    if (issuedAt <= known.issued_at) return false;
    for (const table of [
      'directory_certificate',
      'directory_agency',
      'directory_page',
      'directory_version',
    ]) {
      await unit.run(`DELETE FROM ${table} WHERE version = ?`, [page.version]);
    }
  }
  await unit.run(
    'INSERT INTO directory_version (version, issued_at, valid_until, pages) VALUES (?, ?, ?, ?)',
    [page.version, issuedAt, validUntil, page.pages],
  );
  return true;
}

function insertAgency(unit: Unit, version: number, agency: DirectoryAgency): void {
  unit.insert('directory_agency', {
    version,
    code: agency.code,
    legacy_code: agency.legacyCode ?? null,
    name: agency.name,
    node: agency.node,
    parent: agency.parent ?? null,
    state: agency.state,
    successor: agency.successor ?? null,
    valid_from: agency.validFrom ?? null,
    valid_to: agency.validTo ?? null,
    folded: folded(`${agency.code} ${agency.legacyCode ?? ''} ${agency.name}`),
  });
  for (const certificate of agency.certificates) {
    unit.insert('directory_certificate', {
      version,
      code: agency.code,
      sha256: certificate.sha256,
      not_before: certificate.notBefore.getTime(),
      not_after: certificate.notAfter.getTime(),
      revoked_at: certificate.revokedAt?.getTime() ?? null,
    });
  }
}

/** Removes some rows of versions below the one in force; true where there may be more. */
async function sweepSome(unit: Unit): Promise<boolean> {
  const old = `version < (SELECT MAX(version) FROM directory_version WHERE in_force_at IS NOT NULL)`;
  for (const [table, key] of [
    ['directory_certificate', 'version, code, sha256'],
    ['directory_agency', 'version, code'],
    ['directory_page', 'version, page'],
    ['directory_version', 'version'],
  ] as const) {
    const gone = await unit.run(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${old} LIMIT ${sweepRows})`,
    );
    if (gone > 0) return true;
  }
  return false;
}

function toVersion(row: VersionRow): DirectoryVersion {
  return {
    version: row.version,
    issuedAt: new Date(row.issued_at),
    validUntil: new Date(row.valid_until),
    pages: row.pages,
  };
}
