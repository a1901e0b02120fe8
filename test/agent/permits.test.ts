import { expect } from 'chai';
import { Permits } from '../../src/agent/permits.js';

describe('permits', () => {
  it('are given in the order of asking, to the urgent before the others', async () => {
    const permits = new Permits(2);
    const order: string[] = [];
    const ask = (name: string, urgent: boolean) => permits.take(urgent).then(() => order.push(name));
    await Promise.all([ask('first', false), ask('second', false)]);
    const waiting = [
      ask('third', false),
      ask('urgent', true),
      ask('fourth', false),
      ask('also urgent', true),
    ];
    permits.give(1);
    permits.give(3);
    await Promise.all(waiting);
    expect(order).to.deep.equal(['first', 'second', 'urgent', 'also urgent', 'third', 'fourth']);
  });

  it('that nobody waits for are there for the next', async () => {
    const permits = new Permits(0);
    permits.give(2);
    await Promise.all([permits.take(), permits.take()]);
    let given = false;
    const third = permits.take().then(() => {
      given = true;
    });
    await Promise.resolve();
    expect(given).to.equal(false);
    permits.give(1);
    await third;
  });
});
