/** Storing what comes in: packet, register, receipts with their place in the outbox, what it changes, and events. */
import { initialAmendment, type ReceivedState, recallStep } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { codesOf, isSameAgency } from './agencies.js';
import type { Work } from './commits.js';
import { listedState, recordChange } from './entries.js';
import type { RowSource } from './log-rows.js';
import {
  businessType,
  documentColumns,
  insertIssuedReceipt,
  insertPacket,
  insertStatus,
} from './packet-rows.js';
import { settleAccepted } from './quarantine-outcome.js';
import { dropWaitingReceipts } from './receipts-again.js';
import type { InboundRecord } from './records.js';
import { noteReturned } from './returned.js';
import { applyStatus, cause, type IncomingStatus, type Standing, tellStanding } from './statuses.js';
import type { Unit } from './unit.js';

/**
 * `duplicate`: these octets were accepted or refused before.
 * @throws EdocError `packet.conflict` where a packet with this id and other octets was accepted
 */
export function acceptWork(record: InboundRecord): Work<'stored' | 'duplicate'> {
  const { packetId, concerns, bytes } = record.packet;
  return {
    touches: concerns === undefined ? [packetId] : [packetId, concerns],
    octets: bytes.length + record.receipts.reduce((sum, receipt) => sum + receipt.bytes.length, 0),
    run: (unit) => accept(unit, record),
  };
}

interface KnownPacket {
  readonly accepted: string | null;
  readonly answered: number;
  readonly awaited: number;
  readonly quarantined: number;
}

/** What is known of a packet id and these octets, in one question. */
export async function knownPacket(
  source: RowSource,
  packetId: string,
  sha256: string,
): Promise<KnownPacket | undefined> {
  const [known] = await source.rowsFor<KnownPacket>(
    `SELECT asked, (SELECT sha256 FROM packet WHERE id = j.id AND direction = 'in') AS accepted,
       EXISTS (SELECT 1 FROM receipt
               WHERE direction = 'issued' AND packet_id = j.id AND packet_sha256 = j.digest) AS answered,
       EXISTS (SELECT 1 FROM status WHERE concerns = j.id AND standing = 'waiting') AS awaited,
       EXISTS (SELECT 1 FROM quarantine WHERE message_id = j.id AND sha256 = j.digest) AS quarantined
     FROM (SELECT key AS asked, value ->> 0 AS id, value ->> 1 AS digest FROM json_each(?1)) j`,
    [packetId, sha256],
  );
  return known;
}

async function accept(unit: Unit, record: InboundRecord): Promise<'stored' | 'duplicate'> {
  const { packet } = record;
  const known = await knownPacket(unit, packet.packetId, packet.sha256);
  if (known?.accepted === packet.sha256) return 'duplicate';
  if (known?.accepted) throw new EdocError('packet.conflict');
  if (known?.answered && !record.replay) return 'duplicate';
  // Refusals that still wait must not be sent beside the acceptance.
  if (known?.answered) await dropWaitingReceipts(unit, packet.packetId, packet.sha256);
  insertPacket(unit, packet, {
    direction: 'in',
    sender: record.sender,
    senderNode: record.senderNode,
    sealCertificate: record.sealCertificateSha256,
    at: record.receivedAt,
  });
  const answered = { packetId: packet.packetId, sha256: packet.sha256, node: record.senderNode };
  for (const receipt of record.receipts) insertIssuedReceipt(unit, answered, receipt);
  for (const event of record.events) unit.event(event);
  if (record.returned) {
    const returned = { packet, agency: record.sender, direction: 'in', node: record.senderNode } as const;
    await noteReturned(unit, returned, record.returned.at);
  }
  if (known?.quarantined) await settleAccepted(unit, packet.packetId, packet.sha256, record.receivedAt);
  if (packet.message.kind === 'document') await acceptDocument(unit, record, known?.awaited === 1);
  else insertStatus(unit, packet, 'in', await acceptStatus(unit, record), record.receivedAt);
  return 'stored';
}

async function acceptStatus(unit: Unit, record: InboundRecord): Promise<Standing> {
  const { message, concerns, packetId } = record.packet;
  if (message.kind !== 'status' || concerns === undefined) return 'unrelated';
  return applyStatus(unit, {
    packetId,
    concerns,
    code: message.statusCode,
    sender: record.sender,
    addressee: message.responseFor.organId,
    at: record.receivedAt,
  });
}

/** An entry at each agency that answered `accepted`, with the recalls that overtook the document. */
async function acceptDocument(unit: Unit, record: InboundRecord, awaited: boolean): Promise<void> {
  const { packet, sender, senderName, receivedAt: at, receipts } = record;
  if (packet.message.kind !== 'document') return;
  const amendment = initialAmendment(businessType(packet.message));
  const states = new Map<string, ReceivedState>();
  for (const { agency, outcome } of receipts) {
    if (outcome !== 'accepted') continue;
    const before: ReceivedState = { business: 'none', recall: 'none', amendment };
    const arrived: ReceivedState = { ...before, business: '01' };
    recordChange(unit, { packetId: packet.packetId, agency, state: before }, arrived, 'arrived', at);
    states.set(agency, arrived);
  }
  if (awaited) await applyWaiting(unit, record, states);
  for (const [agency, state] of states) {
    unit.insert('entry', {
      box: 'in',
      agency,
      packet_id: packet.packetId,
      counterpart: sender,
      counterpart_name: senderName,
      ...documentColumns(packet.message, packet.attachments),
      at: at.getTime(),
      ...state,
      queued: 0,
      state: listedState(state),
    });
  }
}

interface WaitingRow {
  readonly packet_id: string;
  readonly code: string;
  readonly sender: string;
  readonly addressee: string;
}

/** Statuses that came before the document, in the order they came. The entries are not written yet: `states` has them. */
async function applyWaiting(
  unit: Unit,
  record: InboundRecord,
  states: Map<string, ReceivedState>,
): Promise<void> {
  const { packetId } = record.packet;
  const waiting = await unit.all<WaitingRow>(
    `SELECT packet_id, code, sender, addressee FROM status
     WHERE concerns = ? AND standing = 'waiting' AND code = '13' ORDER BY key`,
    [packetId],
  );
  for (const row of waiting) {
    const status: IncomingStatus = {
      packetId: row.packet_id,
      concerns: packetId,
      code: row.code,
      sender: row.sender,
      addressee: row.addressee,
      at: record.receivedAt,
    };
    const standing = await applyOne(unit, record, states, status);
    await unit.run(`UPDATE status SET standing = ? WHERE packet_id = ? AND direction = 'in'`, [
      standing,
      row.packet_id,
    ]);
    if (standing !== 'applied') tellStanding(unit, status, standing);
  }
}

async function applyOne(
  unit: Unit,
  record: InboundRecord,
  states: Map<string, ReceivedState>,
  status: IncomingStatus,
): Promise<Standing> {
  const codes = await codesOf(unit, status.addressee);
  const agency = [...states.keys()].find((one) => codes.includes(one));
  const state = agency === undefined ? undefined : states.get(agency);
  if (agency === undefined || !state || !(await isSameAgency(unit, record.sender, status.sender))) {
    return 'unrelated';
  }
  const step = recallStep(state.recall, status.code);
  if (step === 'late') return 'late';
  const next = { ...state, recall: step.next };
  const entry = { packetId: record.packet.packetId, agency, state };
  recordChange(unit, entry, next, cause(status), status.at);
  states.set(agency, next);
  return 'applied';
}
