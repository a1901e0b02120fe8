/** What only several files together can tell: whether a receipt answers this packet, whose certificate the directory lists. */
import type { Finding } from '../errors.js';
import { type Comparable, type ExaminedPacket, type ExaminedReceipt, isValid } from './examined.js';
import { type Agencies, checkListed, listedAgencies } from './listed.js';
import { sameAgency } from './same-agency.js';

/**
 * Adds to each file what the others say about it.
 * @param at the time for which certificates are judged, as when the files were examined
 * @param packed containers and the files in them: those were held against each other already, and are here for the others
 */
export function checkTogether(
  files: readonly Comparable[],
  at: Date,
  packed: readonly Comparable[] = [],
): void {
  const agencies = listedAgencies(files);
  for (const file of files) {
    if (file.packet) checkSender(file, file.packet, agencies);
    if (agencies.size > 0) checkListed(file, agencies, at);
  }
  if (agencies.size > 0) for (const file of packed) checkListed(file, agencies, at);
  const packets = packetsById([...files, ...packed]);
  for (const file of files) {
    if (file.receipt) checkReceipt(file, packets, agencies);
    if (file.packet?.concerns !== undefined) checkConcerns(file, file.packet.concerns, packets);
  }
}

type Packets = ReadonlyMap<string, readonly Comparable[]>;

/** Several under one id: copies, and what somebody else made under another root. */
function packetsById(files: readonly Comparable[]): Packets {
  const packets = new Map<string, Comparable[]>();
  for (const file of files) {
    if (!file.packet) continue;
    const same = packets.get(file.packet.packetId);
    if (same) same.push(file);
    else packets.set(file.packet.packetId, [file]);
  }
  return packets;
}

/** The very octets that the receipt names; else one that has passed, for what has not cannot speak against a receipt. */
function answeredBy({ packetId, packetSha256 }: ExaminedReceipt, packets: Packets): Comparable | undefined {
  const same = packets.get(packetId) ?? [];
  return same.find(({ sealedSha256 }) => sealedSha256 === packetSha256) ?? same.find(isValid);
}

function checkSender(file: Comparable, packet: ExaminedPacket, agencies: Agencies): void {
  const sealed = file.claimed?.signer.organization ?? '';
  const from = packet.from;
  const same = sameAgency(sealed, from, agencies);
  const detail = { sealed, from };
  if (same === 'other') file.findings.push({ code: 'packet.other-sender', severity: 'error', detail });
  if (same === 'unknown') file.findings.push(formNote(sealed, from));
}

function checkReceipt(file: Comparable, packets: Packets, agencies: Agencies): void {
  const { receipt, findings } = file;
  if (!receipt) return;
  const detail = { packet: receipt.packetId };
  const answered = answeredBy(receipt, packets);
  if (!answered?.packet) {
    findings.push({ code: 'verify.packet-not-given', severity: 'note', detail });
    return;
  }
  const { packet } = answered;
  file.checked.add('packet');
  const contents = receipt.contents ?? packet.contents;
  const sameContents =
    contents.length === packet.contents.length &&
    contents.every(
      ({ sha256, size }, index) =>
        sha256 === packet.contents[index]?.sha256 && size === packet.contents[index]?.size,
    );
  if (receipt.packetSha256 !== answered.sealedSha256 || !sameContents) {
    findings.push({ code: 'receipt.other-digest', severity: 'error', detail });
  }
  checkRecipient(file, receipt.recipient, packet, agencies);
}

function checkRecipient(
  file: Comparable,
  recipient: string,
  packet: ExaminedPacket,
  agencies: Agencies,
): void {
  const found = packet.to.map((code) => sameAgency(recipient, code, agencies));
  if (found.includes('same')) return;
  if (found.includes('unknown')) file.findings.push(formNote(recipient, packet.to.join(', ')));
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

function checkConcerns(file: Comparable, concerns: string, packets: Packets): void {
  if (packets.has(concerns)) return;
  file.findings.push({ code: 'verify.packet-not-given', severity: 'note', detail: { packet: concerns } });
}

function formNote(one: string, other: string): Finding {
  return { code: 'verify.other-code-form', severity: 'warning', detail: { one, other } };
}
