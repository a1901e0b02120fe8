import { expect } from 'chai';
import { PacketIds } from '../../src/agent/packet-ids.js';
import { isPacketIdOf, organId, packetIdTime } from '../../src/edoc/index.js';
import { EdocError } from '../../src/errors.js';

const h41 = organId('H41');
const g22 = organId('G22');
const at = new Date('2026-01-05T08:00:00.000Z');

/** A clock that the test sets, and a counter that begins as told. */
function idsFrom(start: readonly [number, number], now: { at: Date }): PacketIds {
  const clock = { now: () => now.at, elapsedMs: () => 0 };
  return new PacketIds({ clock, random: () => Uint8Array.from(start) });
}

describe('packet ids', () => {
  it('are bound to their sender and say their moment', () => {
    const id = idsFrom([1, 2], { at }).next(h41);
    expect(isPacketIdOf(id, h41)).to.equal(true);
    expect(isPacketIdOf(id, g22)).to.equal(false);
    expect(packetIdTime(id)).to.deep.equal(at);
  });

  it('do not repeat within a millisecond, however many there are, from wherever the counter begins', () => {
    const ids = idsFrom([0xff, 0xff], { at });
    const given = Array.from({ length: 10_000 }, () => ids.next(h41));
    expect(new Set(given).size).to.equal(10_000);
    // What the millisecond has no room for runs ahead of the clock.
    expect(packetIdTime(given[4_095] ?? '')).to.deep.equal(at);
    expect(packetIdTime(given[4_096] ?? '')?.getTime()).to.equal(at.getTime() + 1);
    expect(packetIdTime(given[9_999] ?? '')?.getTime()).to.equal(at.getTime() + 2);
  });

  it('do not repeat when the clock goes back', () => {
    const now = { at };
    const ids = idsFrom([0, 0], now);
    const given: string[] = [];
    for (const backMs of [0, 5_000, 1, 0, 60_000]) {
      now.at = new Date(at.getTime() - backMs);
      for (let count = 0; count < 1_500; count += 1) given.push(ids.next(h41));
    }
    expect(new Set(given).size).to.equal(given.length);
    expect(given.every((id) => (packetIdTime(id)?.getTime() ?? 0) >= at.getTime())).to.equal(true);
  });

  it('are given anew where one is taken', async () => {
    const taken: string[] = [];
    const used = await idsFrom([0, 0], { at }).use(h41, async (id) => {
      if (taken.length < 2) {
        taken.push(id);
        throw new EdocError('packet.conflict');
      }
      return id;
    });
    expect(new Set([...taken, used]).size).to.equal(3);
  });

  it('are given up where every one is taken, and at once where something else is wrong', async () => {
    for (const [code, attempts] of [
      ['packet.conflict', 3],
      ['store.full', 1],
    ] as const) {
      let tried = 0;
      const thrown: unknown = await idsFrom([0, 0], { at })
        .use(h41, async () => {
          tried += 1;
          throw new EdocError(code);
        })
        .catch((error: unknown) => error);
      expect(thrown).to.include({ code });
      expect(tried).to.equal(attempts);
    }
  });
});
