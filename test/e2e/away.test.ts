/**
 * A recipient that is away for a day, in short, where EDOC_CI_LONG is set. The long form, with ten thousand documents, is
 * `npm run test:away`.
 */
import { expect } from 'chai';
import { run } from '../away/run.js';
import { onlyInTheLongForm } from '../support/long-form.js';

const documents = 300;

describe('a recipient that is away for a day', () => {
  before(function () {
    onlyInTheLongForm(this, 'npm run test:away');
  });

  it('takes in everything in order when it is back, though its disk fills twice, and senders were told the truth', async function () {
    this.timeout(240_000);
    const { wrong, ...figures } = await run({ documents, fullMs: 2_500 });
    console.log(`      on a ${figures.disk} disk, ${figures.waiting} messages waited`);
    expect(wrong).to.deep.equal([]);
    expect(figures.delivered).to.equal(figures.documents);
    expect(figures.documents).to.be.at.least(documents);
    // Half of what the second sender wrote was urgent, with four hours for an answer.
    expect(figures['expired first']).to.be.greaterThan(0);
  });
});
