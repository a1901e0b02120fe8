import { expect } from 'chai';
import { type AgentHome, makeAgentHome } from './agent-home.js';
import { edoc } from './edoc.js';

describe('output through a pipe', () => {
  let home: AgentHome;

  before(async () => {
    home = await makeAgentHome();
  });

  after(() => home.remove());

  const inbox = async (env: Record<string, string>) =>
    (await edoc(['inbox'], { env: { EDOC_AGENT: home.directory, ...env } })).out;

  it('keeps to the width that COLUMNS says', async () => {
    expect((await inbox({})).split('\n')[0]).to.contain('Subject');
    expect((await inbox({ COLUMNS: '80' })).split('\n')[0])
      .to.have.length.at.most(80)
      .and.not.contain('Subject');
  });

  it('has colours only where FORCE_COLOR asks for them and NO_COLOR does not forbid them', async () => {
    expect(await inbox({})).to.not.contain('\u001b[');
    expect(await inbox({ FORCE_COLOR: '1' })).to.contain('\u001b[1mID');
    expect(await inbox({ FORCE_COLOR: '1', NO_COLOR: '1' })).to.not.contain('\u001b[');
  });
});
