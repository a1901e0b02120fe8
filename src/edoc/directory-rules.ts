/** What a page of the directory must hold to, whoever wrote it (`spec/directory.md`, section 1). */
import type { DirectoryAgency, DirectoryCertificate, DirectoryPage } from './directory-page.js';
import { isSha256Hex } from './form-values.js';
import { limits } from './limits.js';
import { formError } from './one-form.js';
import { isLegacy, type OrganId, parseOrganId } from './organ-id.js';
import { isIsoDate } from './time.js';

/** `spec/transport.md`, section 1. */
const nodeName = /^[a-z][a-z0-9-]{0,31}$/;

/** Takes note that `holds` is required of what stands at `place`. @throws EdocError `directory.form` where it does not hold. */
type Require = (holds: boolean, place: string, reason: string) => void;

/** @throws EdocError `directory.form` with the place of the first fault. */
export function checkPage(page: DirectoryPage): void {
  const require: Require = (holds, place, reason) => {
    if (!holds) throw formError('directory.form', `Directory/${place}`, reason);
  };
  require(isFrom1(page.version), '@Version', 'not a number from 1');
  require(isFrom1(page.pages) &&
    page.pages <= limits.directoryPages, '@Pages', `not 1 to ${limits.directoryPages}`);
  require(isFrom1(page.page) && page.page <= page.pages, '@Page', 'not 1 to @Pages');
  require(isBefore(page.issuedAt, page.validUntil), '@ValidUntil', 'not after @IssuedAt');
  require(page.agencies.length <=
    limits.directoryPageAgencies, 'Agency', `more than ${limits.directoryPageAgencies}`);
  const codes = new Set<OrganId>();
  page.agencies.forEach((agency, index) => {
    checkAgency(agency, (holds, place, reason) => require(holds, `Agency[${index + 1}]/${place}`, reason));
    for (const code of [agency.code, agency.legacyCode]) {
      if (code === undefined) continue;
      require(!codes.has(code), `Agency[${index + 1}]`, `${code} is listed twice`);
      codes.add(code);
    }
  });
}

function checkAgency(agency: DirectoryAgency, require: Require): void {
  const isCode = (code: OrganId) => parseOrganId(code) !== undefined;
  require(isCode(agency.code), '@Code', 'not an agency code');
  if (agency.legacyCode !== undefined) {
    require(isLegacy(agency.legacyCode) &&
      !isLegacy(agency.code), '@LegacyCode', 'not the old form beside a new one');
  }
  require(isName(agency.name), '@Name', 'not a name of one line');
  require(nodeName.test(agency.node), '@Node', 'not a node name');
  if (agency.parent !== undefined) {
    require(isCode(agency.parent) && agency.parent !== agency.code, '@Parent', 'not another agency');
  }
  if (agency.successor !== undefined) {
    require(isCode(agency.successor) && agency.successor !== agency.code, '@Successor', 'not another agency');
    require(agency.state === 'closed', '@Successor', 'only a closed agency has one');
  }
  if (agency.validFrom !== undefined) require(isIsoDate(agency.validFrom), '@ValidFrom', 'not a date');
  if (agency.validTo !== undefined) {
    require(isIsoDate(agency.validTo), '@ValidTo', 'not a date');
    require((agency.validFrom ?? '') <= agency.validTo, '@ValidTo', 'before @ValidFrom');
  }
  checkCertificates(agency.certificates, require);
}

function checkCertificates(certificates: readonly DirectoryCertificate[], require: Require): void {
  require(certificates.length <=
    limits.agencyCertificates, 'Certificate', `more than ${limits.agencyCertificates}`);
  const digests = new Set<string>();
  certificates.forEach(({ sha256, notBefore, notAfter, revokedAt }, index) => {
    const place = `Certificate[${index + 1}]`;
    require(isSha256Hex(sha256), `${place}/@Sha256`, 'not a SHA-256');
    require(!digests.has(sha256), `${place}/@Sha256`, 'listed twice');
    digests.add(sha256);
    require(isBefore(notBefore, notAfter), `${place}/@NotAfter`, 'not after @NotBefore');
    require(revokedAt === undefined || isTime(revokedAt), `${place}/@RevokedAt`, 'not a time');
  });
}

function isFrom1(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function isName(text: string): boolean {
  const oneLine = text !== '' && text === text.trim() && !/\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u.test(text);
  return oneLine && text.length <= limits.agencyNameCharacters;
}

/** Cut to whole seconds, as they are written. */
function isBefore(earlier: Date, later: Date): boolean {
  return isTime(earlier) && isTime(later) && seconds(earlier) < seconds(later);
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function isTime(at: Date): boolean {
  const year = at.getUTCFullYear();
  return year >= 0 && year <= 9999;
}
