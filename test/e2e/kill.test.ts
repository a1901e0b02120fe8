/**
 * Agents that are killed in the middle of their work, in short, where EDOC_CI_LONG is set. The long form, with fifty kills, is
 * `npm run test:kill`; one kill of each kind is among the faults in random order.
 */
import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { onlyInTheLongForm } from '../support/long-form.js';
import { killReceiver } from './kill/receiver.js';
import { killSender } from './kill/sender.js';

const kills = 5;
const documents = 50;

describe('an agent that is killed while documents flow', () => {
  before(function () {
    onlyInTheLongForm(this, 'npm run test:kill');
  });

  it('as their receiver holds each exactly once in the end, and the sender one receipt for each', async function () {
    this.timeout(120_000);
    const seed = printedSeed();
    const { wrong, ...figures } = await killReceiver({ documents, kills, seed });
    console.log(`      ${figures.struck} of ${kills} kills came with documents under way`);
    expect(wrong).to.deep.equal([]);
    expect(figures).to.include({ submitted: documents, received: documents, delivered: documents });
  });

  it('as their sender has sent each one that it acknowledged exactly once', async function () {
    this.timeout(120_000);
    const seed = printedSeed();
    const { wrong, ...figures } = await killSender({ documents, kills, seed });
    console.log(`      ${figures.struck} of ${kills} kills came with documents under way`);
    expect(wrong).to.deep.equal([]);
    expect(figures.acknowledged).to.equal(documents);
    // One that was taken and not acknowledged, because the agent was killed between the two, may be there beside it.
    expect(figures.received).to.be.within(documents, documents + figures.retries);
    expect(figures.delivered).to.equal(figures.received);
  });
});

/** With it a run that failed can be repeated. */
function printedSeed(): number {
  const seed = randomInt(2 ** 31);
  console.log(`      seed ${seed}`);
  return seed;
}
