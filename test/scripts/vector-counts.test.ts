import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { countsOf, withCounts } from '../../scripts/vector-counts/table.js';

const vectors = fileURLToPath(new URL('../../../spec/vectors', import.meta.url));

describe('the counts of the test vectors', () => {
  it('stand in the page as they are (node dist/scripts/make-vector-counts.js)', () => {
    const page = readFileSync(join(vectors, 'README.md'), 'utf8');
    expect(page).to.equal(withCounts(page, vectors));
  });

  it('are mostly of what is refused, and of more than forty seals that are taken', () => {
    const signature = countsOf(vectors).find(({ group }) => group === 'signature');
    expect(signature?.refused).to.be.greaterThan(300);
    expect((signature?.cases ?? 0) - (signature?.refused ?? 0)).to.be.greaterThan(40);
  });
});
