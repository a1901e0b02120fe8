import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { limits } from '../../src/edoc/index.js';
import { onlyInTheLongForm } from '../support/long-form.js';
import { killLarge } from './kill/large.js';
import { once } from './support/office.js';

const parts = 200;
const kills = 5;
const withinMs = 60_000;

describe('a large document', () => {
  before(function () {
    onlyInTheLongForm(this, 'npm run test:kill -- --large 2GiB');
  });

  it(`whose sender and receiver are killed ${kills} times on its way arrives whole, and little of it is sent again`, async () => {
    const octets = (size: number) => once(randomBytes(size));
    const size = parts * limits.partBytes;
    const { again, wrong } = await killLarge({ size, kills, recipients: ['H41'], withinMs, octets });
    console.log(`      ${(100 * again).toFixed(1)} % of the parts were sent again`);
    expect(wrong).to.deep.equal([]);
  }).timeout(180_000);
});
