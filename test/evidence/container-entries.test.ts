import { expect } from 'chai';
import { examineContainer } from '../../src/evidence/index.js';

describe('the entries of a container', () => {
  it('are unknown also where every object has something of their name', async () => {
    const names = ['constructor', 'toString', '__proto__', 'note.txt'];
    const sources = ['document.edxml', ...names].map((name) => ({
      name,
      size: 1,
      read: async function* () {
        yield Buffer.from('x');
      },
    }));
    const options = { trust: { anchors: [] }, at: new Date('2026-06-01T08:00:00Z'), secondOpinion: false };
    const { findings, entries } = await examineContainer('c.asice', sources, options);
    const unknown = findings.filter(({ code }) => code === 'container.file-unknown');
    expect(unknown.map(({ place }) => place)).to.deep.equal(names);
    expect(entries.map(({ name }) => name)).to.deep.equal(['document.edxml']);
  });
});
