/** What only several files together can tell: whether a receipt answers this packet, whose certificate the directory lists. */
import { type DirectoryAgency, isLegacy, type OrganId, type Packet, parseOrganId } from '../edoc/index.js';
import type { Finding } from '../errors.js';
import { type Examined, isValid } from './examined.js';

export function checkTogether(files: readonly Examined[]): void {
  const packets = new Map<string, Examined>();
  for (const file of files) if (file.packet) packets.set(file.packet.packetId, file);
  const agencies = listedAgencies(files);
  for (const file of files) {
    if (file.packet) checkSender(file, file.packet, agencies);
    if (file.receipt) checkReceipt(file, packets, agencies);
    if (file.packet?.concerns !== undefined) checkConcerns(file, file.packet.concerns, packets);
    if (agencies.size > 0) checkListed(file, agencies);
  }
}

type Agencies = ReadonlyMap<string, DirectoryAgency>;

/** From the pages of the newest version that is among the files, under both codes. */
function listedAgencies(files: readonly Examined[]): Agencies {
  const pages = files.filter((file) => file.page && isValid(file)).map((file) => file.page);
  const newest = Math.max(0, ...pages.map((page) => page?.version ?? 0));
  const agencies = new Map<string, DirectoryAgency>();
  for (const page of pages) {
    if (page?.version !== newest) continue;
    for (const agency of page.agencies) {
      agencies.set(agency.code, agency);
      if (agency.legacyCode !== undefined) agencies.set(agency.legacyCode, agency);
    }
  }
  return agencies;
}

/** `unknown`: two forms of code, which only the directory can compare. */
function sameAgency(one: string, other: string, agencies: Agencies): 'same' | 'other' | 'unknown' {
  if (one === other) return 'same';
  const [first, second] = [agencies.get(one), agencies.get(other)];
  if (first && second) return first.code === second.code ? 'same' : 'other';
  const [oneCode, otherCode] = [parseOrganId(one), parseOrganId(other)];
  return oneCode && otherCode && isLegacy(oneCode) !== isLegacy(otherCode) ? 'unknown' : 'other';
}

function checkSender(file: Examined, packet: Packet, agencies: Agencies): void {
  const sealed = file.claimed?.signer.organization ?? '';
  const from = packet.message.from.organId;
  const same = sameAgency(sealed, from, agencies);
  const detail = { sealed, from };
  if (same === 'other') file.findings.push({ code: 'packet.other-sender', severity: 'error', detail });
  if (same === 'unknown') file.findings.push(formNote(sealed, from));
}

function checkReceipt(file: Examined, packets: ReadonlyMap<string, Examined>, agencies: Agencies): void {
  const { receipt, findings } = file;
  if (!receipt) return;
  const detail = { packet: receipt.packetId };
  const answered = packets.get(receipt.packetId);
  if (!answered?.packet) {
    findings.push({ code: 'verify.packet-not-given', severity: 'note', detail });
    return;
  }
  const { packet } = answered;
  file.checked.add('packet');
  const contents = receipt.outcome === 'accepted' ? receipt.contents : packet.contents;
  const sameContents =
    contents.length === packet.contents.length &&
    contents.every(
      ({ sha256, size }, index) =>
        sha256 === packet.contents[index]?.sha256 && size === packet.contents[index]?.size,
    );
  if (receipt.packetSha256 !== answered.sha256 || !sameContents) {
    findings.push({ code: 'receipt.other-digest', severity: 'error', detail });
  }
  checkRecipient(file, receipt.recipient, packet, agencies);
}

function checkRecipient(file: Examined, recipient: OrganId, packet: Packet, agencies: Agencies): void {
  const { message } = packet;
  const to =
    message.kind === 'document' ? message.to.map(({ organId }) => organId) : [message.responseFor.organId];
  const found = to.map((code) => sameAgency(recipient, code, agencies));
  if (found.includes('same')) return;
  if (found.includes('unknown')) file.findings.push(formNote(recipient, to.join(', ')));
  else {
    // A node that could not read whom a packet was for refuses it in the name of its first agency.
    const severity = file.receipt?.outcome === 'refused' ? 'warning' : 'error';
    file.findings.push({
      code: 'receipt.not-a-recipient',
      severity,
      detail: { packet: packet.packetId, agency: recipient },
    });
  }
}

function checkConcerns(file: Examined, concerns: string, packets: ReadonlyMap<string, Examined>): void {
  if (packets.has(concerns)) return;
  file.findings.push({ code: 'verify.packet-not-given', severity: 'note', detail: { packet: concerns } });
}

function checkListed(file: Examined, agencies: Agencies): void {
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
  const detail = { agency, certificate: certificateSha256 };
  if (!certificate) {
    findings.push({ code: 'directory.unknown-certificate', severity: 'error', detail });
    return;
  }
  if (!certificate.revokedAt) return;
  const revokedAt = certificate.revokedAt.toISOString();
  if (claimed.signingTime >= certificate.revokedAt) {
    findings.push({
      code: 'directory.revoked-certificate',
      severity: 'error',
      detail: { ...detail, revokedAt },
    });
    return;
  }
  // Whoever holds a stolen key can write any time into the seal.
  findings.push({
    code: 'verify.valid-at-signing',
    severity: 'warning',
    detail: { ...detail, revokedAt, time: claimed.signingTime.toISOString().replace('.000Z', 'Z') },
  });
}

function formNote(one: string, other: string): Finding {
  return { code: 'verify.other-code-form', severity: 'warning', detail: { one, other } };
}
