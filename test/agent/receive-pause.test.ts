import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { ofTheDisk, ofTheKey, ReceivePause } from '../../src/agent/receive-pause.js';
import { EdocError, type ErrorCode } from '../../src/errors.js';

/** A disk on which nothing finds room while it is full, and what its log has told. */
function disk(code: ErrorCode = 'store.full', hindrance = ofTheDisk) {
  const told: string[] = [];
  const tell = (event: string) => void told.push(event);
  const log = { debug: tell, info: tell, warn: tell, error: tell };
  const clock = { now: () => new Date(), elapsedMs: () => performance.now() };
  const stored: string[] = [];
  const state = { full: false, tries: 0 };
  const store = (name: string) => async () => {
    state.tries += 1;
    await delay(1);
    if (state.full) throw new EdocError(code);
    stored.push(name);
    return name;
  };
  return {
    pause: new ReceivePause({ clock, log }, hindrance, { firstMs: 200, longestMs: 400 }),
    told,
    stored,
    state,
    store,
  };
}

describe('messages that come while the disk is full', () => {
  it('are held in the order of coming, and stored in it once there is room', async () => {
    const { pause, told, stored, state, store } = disk();
    state.full = true;
    const coming = ['a', 'b', 'c', 'd'].map((name) => pause.run(store(name)));
    await delay(20);
    expect(pause.findings().map(({ code }) => code)).to.deep.equal(['store.full', 'agent.not-receiving']);
    expect(pause.findings()[1]?.detail).to.include({ code: 'store.full', count: 4 });
    coming.push(pause.run(store('e')));
    state.full = false;
    expect(await Promise.all(coming)).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    // The first one that was tried, and another beside it, show that there is room; the others keep their order.
    expect(stored.filter((name) => !['a', 'b'].includes(name))).to.deep.equal(['c', 'd', 'e']);
    expect(pause.findings()).to.deep.equal([]);
    expect(told).to.deep.equal(['receive.stopped', 'receive.resumed']);
  });

  it('are not tried one by one: whoever comes later waits untried', async () => {
    const { pause, state, store } = disk();
    state.full = true;
    const lost = new AbortController();
    setMaxListeners(0, lost.signal);
    const first = pause.run(store('first'), { lost: lost.signal });
    await delay(20);
    const others = Array.from({ length: 50 }, (_, index) =>
      pause.run(store(`${index}`), { lost: lost.signal }),
    );
    await delay(20);
    expect(state.tries).to.equal(1);
    lost.abort();
    expect(new Set(await Promise.all([first, ...others]))).to.deep.equal(new Set(['lost']));
  });

  it('are let go where the broker has them back, and the next one that comes is tried', async () => {
    const { pause, state, store, stored } = disk();
    state.full = true;
    const lost = new AbortController();
    const held = pause.run(store('held'), { lost: lost.signal });
    await delay(20);
    lost.abort();
    expect(await held).to.equal('lost');
    expect(await pause.run(store('late'), { lost: lost.signal })).to.equal('lost');
    state.full = false;
    expect(await pause.run(store('again'))).to.equal('again');
    expect(stored).to.deep.equal(['again']);
  });

  it('do not wait for one whose own trouble it is, which goes the way of others in the end', async () => {
    const { pause, store } = disk();
    let tries = 0;
    const unreadable = pause
      .run(async () => {
        tries += 1;
        throw new EdocError('store.io', { detail: { cause: 'EIO' } });
      })
      .catch((error: unknown) => error);
    let isOver = false;
    void unreadable.then(() => {
      isOver = true;
    });
    for (let count = 0; !isOver; count += 1) {
      expect(await pause.run(store(`${count}`))).to.equal(`${count}`);
      await delay(5);
    }
    expect(await unreadable).to.include({ code: 'store.io' });
    expect(tries).to.be.within(5, 20);
  });

  it('are not let go by one that needs no disk', async () => {
    const { pause, state, store, stored } = disk();
    state.full = true;
    const lost = new AbortController();
    const held = pause.run(store('held'), { lost: lost.signal });
    await delay(20);
    const ping = pause.run(async () => 'answered', { lost: lost.signal, writes: false });
    expect(await ping).to.equal('answered');
    expect(pause.findings()[1]?.detail).to.include({ code: 'store.full' });
    expect(stored).to.deep.equal([]);
    state.full = false;
    expect(await held).to.equal('held');
    expect(stored).to.deep.equal(['held']);
  });

  it('are let go by one that was held though it might have needed no disk, once it is stored', async () => {
    const { pause, told, state, store } = disk();
    state.full = true;
    const page = pause.run(store('page'), { writes: false });
    await delay(20);
    state.full = false;
    expect(await page).to.equal('page');
    expect(pause.findings()).to.deep.equal([]);
    expect(told).to.deep.equal(['receive.stopped', 'receive.resumed']);
  });

  it('do not wait for what is held beside them, untried', async () => {
    const { pause, stored, state, store } = disk();
    state.full = true;
    const ofNewAgency = pause.run(async () => {
      // As the receiver has it: what lacks something fails by the trouble for as long as that lasts.
      if (!stored.includes('page')) throw new EdocError('store.full');
      return store('packet')();
    });
    await delay(20);
    const page = pause.run(store('page'), { writes: false });
    state.full = false;
    expect(await Promise.all([ofNewAgency, page])).to.deep.equal(['packet', 'page']);
    expect(stored).to.deep.equal(['page', 'packet']);
  });

  it('do not wait for one that writes where only others come since the connection was lost', async () => {
    const { pause, stored, state, store } = disk();
    state.full = true;
    const lost = new AbortController();
    const held = pause.run(store('held'), { lost: lost.signal });
    await delay(20);
    lost.abort();
    expect(await held).to.equal('lost');
    const page = pause.run(store('page'), { writes: false });
    state.full = false;
    expect(await page).to.equal('page');
    expect(stored).to.deep.equal(['page']);
  });

  it('do not hide what is wrong with a message itself', async () => {
    const { pause } = disk();
    const refused = pause
      .run(() => Promise.reject(new EdocError('packet.id')))
      .catch((error: unknown) => error);
    expect(await refused).to.include({ code: 'packet.id' });
    expect(pause.findings()).to.deep.equal([]);
  });

  it('wait for a key that is out of reach in the same way', async () => {
    const { pause, told, stored, state, store } = disk('agent.cannot-seal', ofTheKey);
    state.full = true;
    const coming = ['a', 'b', 'c', 'd'].map((name) => pause.run(store(name)));
    await delay(20);
    expect(pause.findings().map(({ code }) => code)).to.deep.equal([
      'agent.cannot-seal',
      'agent.not-receiving',
    ]);
    state.full = false;
    await Promise.all(coming);
    expect(stored.filter((name) => !['a', 'b'].includes(name))).to.deep.equal(['c', 'd']);
    expect(told).to.deep.equal(['receive.stopped', 'receive.resumed']);
  });
});
