import { expect } from 'chai';
import type { AgentStore, ContentStore } from '../../src/agent/ports.js';
import { ContentFolder } from '../../src/store/index.js';
import { withStore } from './samples.js';

describe('the store and the ports of the agent', () => {
  it('the store is an AgentStore by its shape', () =>
    withStore(async (store) => {
      const port: AgentStore = store;
      expect(port.logHead()).to.deep.equal({ sequence: 0, hash: '0'.repeat(64) });
    }));

  it('the content folder is a ContentStore by its shape', async () => {
    const port: ContentStore = new ContentFolder('/nowhere');
    expect(await port.has('ab'.repeat(32))).to.equal(false);
  });
});
