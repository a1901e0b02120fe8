import { expect } from 'chai';
import { claimOfEvent, type PacketClaim, reconcile, reconcileVerdict } from '../../src/evidence/index.js';

const packetId = '01970000-0000-7000-8000-000000000001';
const digest = 'a'.repeat(64);
const accepted = { agency: 'H53', outcome: 'accepted', packetSha256: digest } as const;
const ofThird = { ...accepted, agency: 'G12' } as const;

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
  const { packets } = reconcile({ name: 'A', claims: a }, { name: 'B', claims: b });
  return packets.flatMap(({ findings }) =>
    findings.map(({ code, detail }) =>
      [code, detail?.['side'] ?? detail?.['agency']].filter(Boolean).join(' '),
    ),
  );
}

describe('the evidence of two sides', () => {
  it('agrees where one sent what the other received, with the same receipt', () => {
    const { packets: rows } = reconcile({ name: 'A', claims: [sent] }, { name: 'B', claims: [received] });
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

  describe('who had packets with others', () => {
    const ids = ['1', '2', '3', '4'].map((end) => packetId.slice(0, -1) + end);
    const [first = '', second = '', third = '', fourth = ''] = ids;
    const out = (id: string, from: string, to?: readonly string[]): PacketClaim => ({
      packetId: id,
      says: 'sent',
      sha256: digest,
      agencies: [from],
      from,
      ...(to ? { to } : {}),
      receipts: [],
      answered: false,
    });
    const coming = (id: string, agency: string, from: string, to?: readonly string[]): PacketClaim => ({
      ...out(id, from, to),
      says: 'received',
      agencies: [agency],
    });
    const told = (a: readonly PacketClaim[], b: readonly PacketClaim[]) => {
      const { packets, withOthers } = reconcile({ name: 'A', claims: a }, { name: 'B', claims: b });
      const codes = packets.map(({ packetId: id, findings }) => [id, ...findings.map(({ code }) => code)]);
      return { codes, withOthers };
    };
    const between = [out(first, 'H41', ['H53']), coming(first, 'H53', 'H41', ['H53'])] as const;
    const [ours, theirs] = between;

    it('are not asked for what they sent to a third agency, or received from one', () => {
      const a = [ours, out(second, 'H41', ['G12', 'G22']), coming(third, 'H41', 'G22', ['H41'])];
      const b = [theirs, coming(fourth, 'H53', 'G12', ['G22', 'H53'])];
      expect(told(a, b)).to.deep.equal({ codes: [[first]], withOthers: { a: 2, b: 1 } });
      expect(reconcile({ name: 'A', claims: a }, { name: 'B', claims: b }).agencies).to.deep.equal({
        a: ['H41'],
        b: ['H53'],
      });
    });

    it('are asked for what one of several recipients lacks, and for a difference among third-party traffic', () => {
      const a = [ours, out(second, 'H41', ['G12', 'H53']), out(third, 'H41', ['G12'])];
      const b = [theirs, coming(fourth, 'H53', 'H41', ['H53'])];
      expect(told(a, b)).to.deep.equal({
        codes: [[first], [second, 'reconcile.missing'], [fourth, 'reconcile.missing']],
        withOthers: { a: 1, b: 0 },
      });
    });

    it('are asked for each agency of their node, and for one that both serve', () => {
      const b = [theirs, coming(second, 'H53.07', 'G12', ['H53.07'])];
      const a = [ours, out(third, 'H41', ['H53.07']), out(fourth, 'H41.02', ['H41'])];
      expect(told(a, b)).to.deep.equal({
        codes: [[first], [third, 'reconcile.missing']],
        withOthers: { a: 1, b: 1 },
      });
      const shared = [...b, out(packetId.replace('7000', '7001'), 'H41', ['H53'])];
      expect(told(a, shared).codes).to.deep.include([fourth, 'reconcile.missing']);
    });

    it('are asked where the sender, the recipients or the other side are not known', () => {
      const known = out(second, 'H41', ['G12']);
      expect(told([ours, known], [theirs]).withOthers).to.deep.equal({ a: 1, b: 0 });
      const { from: _, ...withoutSender } = known;
      for (const claim of [withoutSender, out(second, 'H41'), out(second, 'H41', [])]) {
        expect(told([ours, claim], [theirs])).to.deep.equal({
          codes: [[first], [second, 'reconcile.missing']],
          withOthers: { a: 0, b: 0 },
        });
      }
      expect(told([known], []).codes).to.deep.equal([[second, 'reconcile.missing']]);
      const mute: PacketClaim = { ...theirs, says: 'holds', agencies: [] };
      expect(told([ours, known], [mute]).codes).to.deep.include([second, 'reconcile.missing']);
    });

    it('are asked where codes of two forms may name one agency', () => {
      const old = out(second, 'H41', ['000.00.00.H53']);
      expect(told([ours, old], [theirs]).codes).to.deep.include([second, 'reconcile.missing']);
      const [oldOurs, oldTheirs] = ['000.00.00.H41', '000.00.00.H53'];
      const b = [coming(first, oldTheirs, oldOurs, [oldTheirs])];
      const others = out(second, oldOurs, ['000.00.00.G12']);
      expect(told([out(first, oldOurs, [oldTheirs]), others], b).withOthers.a).to.equal(1);
      const mixed = out(second, oldOurs, ['G12']);
      expect(told([out(first, oldOurs, [oldTheirs]), mixed], b).codes).to.deep.include([
        second,
        'reconcile.missing',
      ]);
    });

    it('are told of a receipt whose packet only the other side has, and of what one says against itself', () => {
      const alone: PacketClaim = { packetId: second, agencies: [], receipts: [ofThird], answered: true };
      const a = [ours, out(second, 'H41', ['G12'])];
      expect(told(a, [theirs, alone]).codes).to.deep.include([
        second,
        'reconcile.missing',
        'reconcile.receipt-without-packet',
      ]);
      // Their own answer to a packet that does not name them.
      const answered = out(second, 'H41', ['G12']);
      expect(told([ours, { ...answered, receipts: [accepted] }], [theirs]).codes).to.deep.include([
        second,
        'reconcile.missing',
      ]);
      const altered = { ...answered, sha256: 'b'.repeat(64) };
      expect(told([ours, answered, altered], [theirs])).to.deep.equal({
        codes: [[first], [second, 'reconcile.digest']],
        withOthers: { a: 0, b: 0 },
      });
    });
  });

  it('is read from logs with sender and recipients, as far as they tell', () => {
    const partiesOf = (kind: string, agency: string | undefined, detail: Record<string, string | number>) => {
      const claim = claimOfEvent({ kind, packet: packetId, ...(agency ? { agency } : {}), detail });
      return [claim?.from, claim?.to];
    };
    expect(partiesOf('packet.submitted', 'H41', { recipients: 2, to: 'H53 G12' })).to.deep.equal([
      'H41',
      ['H53', 'G12'],
    ]);
    expect(partiesOf('packet.submitted', 'H41', { recipients: 2 })).to.deep.equal(['H41', undefined]);
    expect(partiesOf('packet.submitted', undefined, { to: '' })).to.deep.equal([undefined, undefined]);
    expect(partiesOf('status.submitted', 'H53', { recipient: 'H41' })).to.deep.equal(['H53', ['H41']]);
    expect(partiesOf('packet.returned', 'H41', { direction: 'out', to: 'H53' })).to.deep.equal([
      'H41',
      ['H53'],
    ]);
    expect(partiesOf('packet.accepted', 'H53', { sender: 'H41', to: 'H53' })).to.deep.equal(['H41', ['H53']]);
    expect(partiesOf('packet.accepted', 'H53', { sender: 'H41' })).to.deep.equal(['H41', undefined]);
    expect(partiesOf('packet.refused', undefined, { sender: 'H41', to: 'H53' })).to.deep.equal([
      'H41',
      ['H53'],
    ]);
    expect(partiesOf('packet.refused', undefined, { node: 'h41' })).to.deep.equal([undefined, undefined]);
    expect(partiesOf('delivery.accepted', 'H53', {})).to.deep.equal([undefined, undefined]);
  });
});

describe('the verdict on the evidence of two sides', () => {
  const ids = ['1', '2', '3', '4', '5', '6'];
  const only = (claim: PacketClaim, numbers: readonly string[]) =>
    numbers.map((number) => ({ ...claim, packetId: number }));
  const verdict = (a: readonly PacketClaim[], b: readonly PacketClaim[], notValid = { a: 0, b: 0 }) =>
    reconcileVerdict(reconcile({ name: 'same', claims: a }, { name: 'same', claims: b }).packets, notValid);

  it('says that they agree, and on how many packets', () => {
    expect(verdict(only(sent, ids), only(received, ids))).to.deep.equal({
      ...{ outcome: 'agree', compared: 6, agreeing: 6, missing: { a: 0, b: 0 }, differing: 0 },
      notValid: { a: 0, b: 0 },
    });
  });

  it('says how many are missing on which side, and counts none twice, whatever the sides are called', () => {
    const ours = only(sent, ['1', '2', '3', '4']);
    const theirs = [
      ...only(received, ['1']),
      ...only({ ...received, sha256: 'b'.repeat(64) }, ['2']),
      ...only(received, ['5']),
    ];
    expect(verdict(ours, theirs)).to.deep.include({
      ...{ outcome: 'differ', compared: 5, agreeing: 1, missing: { a: 1, b: 2 }, differing: 1 },
    });
  });

  it('counts a packet as missing on the side that has no more than a receipt for it', () => {
    const { says: _, ...receiptAlone } = received;
    expect(verdict([receiptAlone], [received])).to.deep.include({ missing: { a: 1, b: 0 }, differing: 0 });
  });

  it('says that they do not agree where anything is not valid, and that nothing was compared where nothing is there', () => {
    expect(verdict([sent], [received], { a: 0, b: 1 }).outcome).to.equal('differ');
    expect(verdict([], [], { a: 1, b: 0 }).outcome).to.equal('differ');
    expect(verdict([], []).outcome).to.equal('nothing-compared');
  });
});
