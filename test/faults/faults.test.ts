/** The campaign of `npm run test:faults` in small: each kind of fault once, and that it finds what is wrong with an agent. */
import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { clusterBroker, type TestCluster } from '../support/broker.js';
import { onlyInTheLongForm } from '../support/long-form.js';
import { campaign } from './campaign.js';
import { lineCut } from './kinds/line-cut.js';
import { messagesDoubled } from './kinds/messages.js';
import { kinds } from './kinds.js';

describe('faults in random order', function () {
  this.timeout(240_000);
  let cluster: TestCluster;

  before(async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "faults in random order"');
    cluster = await clusterBroker(1);
  });

  after(() => cluster?.stop());

  function printedSeed(): number {
    const seed = randomInt(2 ** 31);
    console.log(`      seed ${seed}`);
    return seed;
  }

  const said = (line: string) => console.log(`      ${line.trim()}`);

  it('lose nothing, show nothing twice, and leave both ends saying the same', async () => {
    const { failure, byKind, leftOut, figures } = await campaign(cluster, {
      seed: printedSeed(),
      faults: 1,
      each: true,
      say: said,
    });
    expect(failure).to.equal(undefined);
    expect([...byKind.keys(), ...leftOut.keys()]).to.have.members(kinds.map(({ name }) => name));
    expect(figures.documents).to.be.above(0);
  });

  it('show an agent that drops receipts, one that answers without storing, and one that forgets statuses', async () => {
    const { failure } = await campaign(cluster, {
      seed: printedSeed(),
      faults: 1,
      kinds: [lineCut, messagesDoubled],
      faultsInARound: { from: 12, to: 12 },
      planted: { g22: 'drops receipts', h41: 'answers without storing', h14: 'forgets statuses' },
      restWithinMs: 5_000,
      say: said,
    });
    const wrong = failure?.wrong.join('\n') ?? '';
    expect(wrong).to.match(/g22 still has \d+ unanswered/);
    expect(wrong).to.match(/for H41: is delivered, and not in the register/);
    expect(wrong).to.match(/(business|recall|amendment) is \w+ at the sender and \w+ at the recipient/);
  });
});
