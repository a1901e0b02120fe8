import { expect } from 'chai';
import { Office } from '../e2e/support/office.js';
import { onlyInTheLongForm } from '../support/long-form.js';
import { archiveKills } from './archive-kills.js';
import { sampleFlows, twoNodes } from './flow-sample.js';
import { archiveFlows } from './flows/archive.js';

describe('a node that dies while a document leaves for the archive', () => {
  // Few points, and behind one of them attachments are removed: all of them.
  sampleFlows(archiveFlows, 1);
});

describe('edoc agent archive that is killed', () => {
  const office = new Office(twoNodes);

  it('goes on where it was when it is started again', async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "edoc agent archive that is killed"');
    const { points, tried } = await archiveKills(office, 3);
    console.log(`      died ${tried} times, of ${points} points`);
    expect(tried)
      .to.equal(Math.ceil(points / 3))
      .and.to.be.above(2);
  }).timeout(180_000);
});
