import { expect } from 'chai';
import { ClockWatch, givenOutAt } from '../../src/agent/clock-watch.js';
import { silentLog } from '../../src/log.js';

const start = Date.parse('2026-03-02T08:00:00Z');
const moment = (seconds: number) => new Date(start + seconds * 1_000);

function watchAt(seconds: number) {
  const told: string[] = [];
  let now = moment(seconds);
  let ownMs = 0;
  const log = { ...silentLog, warn: (event: string) => void told.push(event) };
  const watch = new ClockWatch({ clock: { now: () => now, elapsedMs: () => ownMs }, log });
  return {
    watch,
    told,
    at: (later: number) => {
      ownMs += moment(later).getTime() - now.getTime();
      now = moment(later);
    },
    set: (other: number) => {
      now = moment(other);
    },
    codes: () => watch.findings().map(({ code, detail }) => ({ code, ...detail })),
  };
}

describe('the clocks of peers', () => {
  it('are behind this one where a receipt is older than what it answers', () => {
    const { watch, codes, told } = watchAt(60);
    watch.compare({ agency: 'H41', theirs: moment(-45), notBefore: moment(0) });
    expect(codes()).to.deep.equal([{ code: 'agent.clock-ahead', agency: 'H41', seconds: 45, count: 1 }]);
    expect(told).to.deep.equal(['agent.clock-ahead']);
  });

  it('are ahead of this one where a seal is from the future', () => {
    const { watch, codes } = watchAt(0);
    watch.compare({ agency: 'H41', theirs: moment(90) });
    watch.compare({ agency: 'H14', theirs: moment(40) });
    expect(codes()).to.deep.equal([{ code: 'agent.clock-behind', agency: 'H41', seconds: 90, count: 2 }]);
  });

  it('are not blamed for the time that a message was under way, nor for a few seconds', () => {
    const { watch, codes } = watchAt(7_200);
    watch.compare({ agency: 'H41', theirs: moment(3_600), notBefore: moment(0) });
    watch.compare({ agency: 'H14', theirs: moment(7_200 + 29) });
    watch.compare({ agency: 'H53', theirs: moment(10) });
    expect(codes()).to.deep.equal([]);
  });

  it('are forgiven by an answer that came at once, not by one that was long under way, and after a day', () => {
    const { watch, codes, at } = watchAt(0);
    watch.compare({ agency: 'H41', theirs: moment(90) });
    at(100);
    watch.compare({ agency: 'H41', theirs: moment(50), notBefore: moment(0) });
    expect(codes()).to.have.length(1);
    watch.compare({ agency: 'H41', theirs: moment(99), notBefore: moment(98) });
    expect(codes()).to.deep.equal([]);
    watch.compare({ agency: 'H41', theirs: moment(190) });
    at(24 * 3_600 + 101);
    expect(codes()).to.deep.equal([]);
  });

  it('are told of in the log once an hour', () => {
    const { watch, told, at } = watchAt(0);
    for (const minute of [0, 20, 40, 61]) {
      at(minute * 60);
      watch.compare({ agency: 'H41', theirs: moment(minute * 60 + 90) });
    }
    expect(told).to.have.length(2);
  });

  it('are not blamed when this one was set back after it had asked', () => {
    const { watch, codes, set } = watchAt(3_600);
    set(1);
    watch.compare({ agency: 'H41', theirs: moment(1), notBefore: moment(3_600) });
    expect(codes()).to.deep.equal([]);
  });

  it('are told of again an hour later also when this one was set back meanwhile', () => {
    const { watch, told, at, set } = watchAt(0);
    watch.compare({ agency: 'H41', theirs: moment(90) });
    at(3_700);
    set(-3_600);
    watch.compare({ agency: 'H41', theirs: moment(-3_500) });
    expect(told).to.have.length(2);
  });

  it('are held against the moment that a packet id tells', () => {
    expect(givenOutAt('017f22e2-79b0-7cc3-98c4-dc0c0c07398f').toISOString()).to.equal(
      '2022-02-22T19:22:22.000Z',
    );
  });
});
