import { expect } from 'chai';
import { type Arrival, Arrivals } from '../../src/agent/receive-order.js';
import type { Packet } from '../../src/edoc/index.js';
import { fullStatus, plainDocument } from '../edoc/messages.js';

function document(id: string, answers: readonly string[] = []): Packet {
  const responseFor = answers.map((documentId) => ({ organId: 'H41', documentId }));
  return {
    packetId: id,
    message: plainDocument({ documentId: `doc ${id}`, responseFor }),
    contents: [],
    inline: [],
  };
}

function status(id: string, concerns: string): Packet {
  return { packetId: id, message: fullStatus(), concerns, contents: [], inline: [] };
}

/** Messages on their way, each of which is verified and stored when the test says so. */
class Way {
  readonly stored: string[] = [];
  readonly #arrivals = new Arrivals();

  comes(packet: Packet, sender = 'g22') {
    let verify = () => {};
    let fail = () => {};
    const verified = new Promise<void>((resolve, reject) => {
      verify = resolve;
      fail = () => reject(new Error('not to be verified'));
    });
    const work = async (arrival: Arrival) => {
      await verified;
      arrival.is(packet);
      await arrival.turn();
      this.stored.push(packet.packetId);
    };
    const ended = this.#arrivals.through({ sender, type: 'packet' }, work).catch(() => undefined);
    return { verify, fail, ended };
  }
}

describe('messages of one node', () => {
  it('are stored in the order of coming where one answers the other, whichever is verified first', async () => {
    const way = new Way();
    const [first, answer, second] = [
      way.comes(document('a')),
      way.comes(document('b', ['doc a'])),
      way.comes(document('c', ['doc b'])),
    ];
    for (const one of [second, answer]) one.verify();
    await settle();
    expect(way.stored).to.deep.equal([]);
    first.verify();
    await Promise.all([first, answer, second].map(({ ended }) => ended));
    expect(way.stored).to.deep.equal(['a', 'b', 'c']);
  });

  it('are stored in it where two speak of the same document', async () => {
    const way = new Way();
    const [one, two] = [way.comes(status('s1', 'p')), way.comes(status('s2', 'p'))];
    two.verify();
    await settle();
    one.verify();
    await Promise.all([one.ended, two.ended]);
    expect(way.stored).to.deep.equal(['s1', 's2']);
  });

  it('wait for nothing else: neither what speaks of nothing, nor for another node, nor for what is refused', async () => {
    const way = new Way();
    const slow = way.comes(document('slow'));
    const alone = way.comes(document('alone'));
    const other = way.comes(document('other', ['doc slow']), 'g09');
    const answer = way.comes(document('answer', ['doc slow']));
    for (const one of [alone, other, answer]) one.verify();
    await Promise.all([alone.ended, other.ended]);
    expect(way.stored).to.have.members(['alone', 'other']);
    slow.fail();
    await answer.ended;
    expect(way.stored.at(-1)).to.equal('answer');
  });

  it('wait only until it is known that an earlier one speaks of something else', async () => {
    const way = new Way();
    const large = way.comes(document('large'));
    const answer = way.comes(document('answer', ['doc long ago']));
    answer.verify();
    large.verify();
    await answer.ended;
    expect(way.stored).to.include('answer');
  });
});

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
