/** Whose certificate the directory pages among the files list, and what they say of its revocation. */
import type { DirectoryAgency, DirectoryCertificate } from '../edoc/index.js';
import { type Comparable, type ExaminedSeal, isValid } from './examined.js';

export type Agencies = ReadonlyMap<string, DirectoryAgency>;

/** From the pages of the newest version that is among the files, under both codes. */
export function listedAgencies(files: readonly Comparable[]): Agencies {
  const pages = files.flatMap((file) => (file.page && isValid(file) ? [file.page] : []));
  const newest = pages.reduce((version, page) => Math.max(version, page.version), 0);
  const agencies = new Map<string, DirectoryAgency>();
  for (const page of pages) {
    if (page.version !== newest) continue;
    for (const agency of page.agencies) {
      agencies.set(agency.code, agency);
      if (agency.legacyCode !== undefined) agencies.set(agency.legacyCode, agency);
    }
  }
  return agencies;
}

export function checkListed(file: Comparable, agencies: Agencies, at: Date): void {
  const { claimed, findings } = file;
  if (!claimed || file.kind === 'directory') return;
  const { organization: agency, certificateSha256 } = claimed.signer;
  file.checked.add('directory');
  const listed = agencies.get(agency);
  if (!listed) {
    findings.push({ code: 'directory.unknown-agency', severity: 'error', detail: { agency } });
    return;
  }
  const certificate = listed.certificates.find(({ sha256 }) => sha256 === certificateSha256);
  if (!certificate) {
    const detail = { agency, certificate: certificateSha256 };
    findings.push({ code: 'directory.unknown-certificate', severity: 'error', detail });
    return;
  }
  checkRevoked(file, claimed, certificate, at);
}

function checkRevoked(
  file: Comparable,
  { signer, signingTime }: ExaminedSeal,
  { revokedAt, sha256 }: DirectoryCertificate,
  at: Date,
): void {
  if (!revokedAt) return;
  const detail = { agency: signer.organization, certificate: sha256, revokedAt: utc(revokedAt) };
  // A signer who says himself that the certificate was revoked by then is believed.
  if (signingTime >= revokedAt) {
    file.findings.push({ code: 'directory.revoked-certificate', severity: 'error', detail });
    return;
  }
  // Whoever holds a stolen key can write any time into the seal: only what others say of the time counts.
  if ((file.provenAt ?? at) >= revokedAt) {
    file.findings.push({ code: 'verify.revoked-since', severity: 'error', detail });
  }
  file.findings.push({
    code: 'verify.valid-at-signing',
    severity: 'warning',
    detail: { ...detail, time: utc(signingTime) },
  });
}

function utc(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}
