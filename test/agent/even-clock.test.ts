import { expect } from 'chai';
import { EvenClock } from '../../src/agent/even-clock.js';

const hourMs = 3_600_000;

function clocks() {
  const time = { wall: Date.UTC(2026, 10, 22), own: 5_000 };
  const clock = new EvenClock(
    () => new Date(time.wall),
    () => time.own,
  );
  const pass = (ms: number) => {
    time.wall += ms;
    time.own += ms;
    return clock.look();
  };
  return { time, clock, pass };
}

describe('a clock that goes evenly', () => {
  it('has done so since it was first looked at', () => {
    const { clock, pass } = clocks();
    expect(clock.look()).to.equal(0);
    pass(hourMs);
    expect(pass(hourMs)).to.equal(2 * hourMs);
  });

  for (const jump of [72 * hourMs, -72 * hourMs, 61_000]) {
    it(`begins anew when it is set by ${jump / 1_000} s`, () => {
      const { time, clock, pass } = clocks();
      pass(hourMs);
      time.wall += jump;
      expect(clock.look()).to.equal(0);
      expect(pass(1_000)).to.equal(1_000);
    });
  }

  it('may be set gently', () => {
    const { time, pass } = clocks();
    for (let hour = 1; hour <= 100; hour += 1) {
      time.wall += 2_000;
      expect(pass(hourMs)).to.equal(hour * hourMs);
    }
  });
});
