import { expect } from 'chai';
import { claimOfEvent, type PacketClaim, reconcile } from '../../src/evidence/index.js';

const packetId = '01970000-0000-7000-8000-000000000001';
const digest = 'a'.repeat(64);
const accepted = { agency: 'H53', outcome: 'accepted', packetSha256: digest } as const;

const sent: PacketClaim = {
  packetId,
  says: 'sent',
  sha256: digest,
  agencies: ['H41'],
  receipts: [accepted],
  answered: true,
};
const received: PacketClaim = { ...sent, says: 'received', agencies: ['H53'] };

/** The codes of the one packet, with the side that they name. */
function differences(a: readonly PacketClaim[], b: readonly PacketClaim[]): string[] {
  const rows = reconcile({ name: 'A', claims: a }, { name: 'B', claims: b });
  return rows.flatMap(({ findings }) =>
    findings.map(({ code, detail }) =>
      [code, detail?.['side'] ?? detail?.['agency']].filter(Boolean).join(' '),
    ),
  );
}

describe('the evidence of two sides', () => {
  it('agrees where one sent what the other received, with the same receipt', () => {
    const rows = reconcile({ name: 'A', claims: [sent] }, { name: 'B', claims: [received] });
    expect(rows).to.have.length(1);
    expect(rows[0]?.findings).to.deep.equal([]);
    expect(rows[0]?.a?.says).to.deep.equal(['sent']);
    expect(rows[0]?.b?.says).to.deep.equal(['received']);
  });

  it('shows what only one of them has', () => {
    expect(differences([sent], [])).to.deep.equal(['reconcile.missing A']);
    expect(differences([], [received])).to.deep.equal(['reconcile.missing B']);
  });

  it('shows other octets under one id, and a receipt that speaks of neither', () => {
    const other = 'b'.repeat(64);
    expect(differences([sent], [{ ...received, sha256: other }])).to.deep.equal(['reconcile.digest']);
    const stranger = { ...accepted, packetSha256: 'c'.repeat(64) };
    expect(differences([sent], [{ ...received, receipts: [stranger] }])).to.deep.equal([
      'reconcile.receipt-digest H53',
    ]);
  });

  it('shows the receipt that the sender never got, and the one that the recipient cannot show', () => {
    expect(differences([{ ...sent, receipts: [] }], [received])).to.deep.equal([
      'reconcile.receipt-missing A',
    ]);
    expect(differences([sent], [{ ...received, receipts: [] }])).to.deep.equal([
      'reconcile.receipt-missing B',
    ]);
  });

  it('does not ask a recipient for the receipts of others', () => {
    const ofOther = { agency: 'G12', outcome: 'refused', packetSha256: digest } as const;
    expect(differences([{ ...sent, receipts: [accepted, ofOther] }], [received])).to.deep.equal([]);
  });

  it('shows receipts that contradict each other', () => {
    const refused = { ...accepted, outcome: 'refused' } as const;
    expect(differences([sent], [{ ...received, receipts: [refused] }])).to.deep.equal([
      'reconcile.receipt-other H53',
    ]);
  });

  it('lets an acceptance correct a refusal, but not where only one side has it', () => {
    const refused = { ...accepted, outcome: 'refused' } as const;
    const both = { ...sent, receipts: [refused, accepted] };
    expect(differences([both], [received])).to.deep.equal([]);
    expect(differences([{ ...sent, receipts: [refused] }], [received])).to.deep.equal([
      'reconcile.receipt-other H53',
    ]);
  });

  it('shows a receipt without its packet', () => {
    const alone: PacketClaim = { packetId, agencies: [], receipts: [accepted], answered: true };
    expect(differences([alone], [received])).to.deep.equal([
      'reconcile.receipt-without-packet A',
      'reconcile.missing B',
    ]);
  });

  it('shows a packet on both sides that nobody has a receipt for, unless its receipts are elsewhere', () => {
    const silent = [{ ...sent, receipts: [] }];
    expect(differences(silent, [{ ...received, receipts: [] }])).to.deep.equal(['reconcile.unanswered']);
    const status = { receipts: [], answered: false };
    expect(differences([{ ...sent, ...status }], [{ ...received, ...status }])).to.deep.equal([]);
  });

  it('does not ask a container for the receipt of a status, which a log shows', () => {
    const packed: PacketClaim = { ...received, receipts: [], answered: false };
    expect(differences([sent], [packed])).to.deep.equal([]);
  });

  it('is read from logs: what was submitted, accepted and answered', () => {
    const event = (kind: string, agency: string, detail = {}) =>
      claimOfEvent({ kind, packet: packetId, agency, detail });
    const sender = [event('packet.submitted', 'H41', { sha256: digest }), event('delivery.accepted', 'H53')];
    const recipient = [event('packet.accepted', 'H53', { sha256: digest })];
    const claims = (all: readonly (PacketClaim | undefined)[]) => all.filter((claim) => claim !== undefined);
    expect(differences(claims(sender), claims(recipient))).to.deep.equal([]);
    expect(differences(claims(sender.slice(0, 1)), claims(recipient))).to.deep.equal([
      'reconcile.receipt-missing A',
    ]);
    // After a restore the log has another entry for what was sent; for what came the same as the first time beside it.
    const returned = (direction: string) => event('packet.returned', 'H41', { sha256: digest, direction });
    const restored = [returned('out'), event('delivery.accepted', 'H53')];
    expect(differences(claims(restored), claims(recipient))).to.deep.equal([]);
    expect(returned('in')).to.equal(undefined);
    expect(event('agent.started', 'H41')).to.equal(undefined);
  });
});
