import { expect } from 'chai';
import { safeJson } from '../../../src/json.js';
import { type AgentHome, makeAgentHome } from '../agent-home.js';
import { edoc } from '../edoc.js';

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

describe('JSON for scripts', () => {
  it('has no character that a terminal would obey, and parses to the same value', () => {
    const value = { subject: 'V/v \u009b31m đỏ \u202egnp.exe\u2028' };
    const json = safeJson(value);
    expect(json).to.match(/^[^\u007f-\u009f\u2028-\u202e]*$/);
    expect(json).to.include('\\u009b').and.to.include('đỏ');
    expect(JSON.parse(json)).to.deep.equal(value);
  });
});
