import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { readEvidence } from '../../../src/cli/agent/evidence.js';
import {
  certificateToPem,
  joinFile,
  packetSeal,
  raise,
  sealParts,
  trustFromPem,
} from '../../../src/signing/index.js';
import { errorOf } from '../../door/fake-desk.js';
import { TestAuthority } from '../../signing/levels/authority.js';
import { makeAxis } from '../../signing/support.js';
import { type AgentHome, makeAgentHome } from '../agent-home.js';
import { edoc } from '../edoc.js';
import { signedAt } from '../sealed-files.js';

describe('whom a node trusts for time stamps', () => {
  let home: AgentHome;
  let folder: string;
  let asMade: string;

  before(async () => {
    home = await makeAgentHome();
    folder = await mkdtemp(join(tmpdir(), 'edoc-stamps-'));
    asMade = await readFile(join(home.directory, 'agent.json'), 'utf8');
  });
  afterEach(() => writeFile(join(home.directory, 'agent.json'), asMade));
  after(async () => {
    await home.remove();
    await rm(folder, { recursive: true });
  });

  const configured = async (timeStamp: { readonly trust?: string }) => {
    const url = 'http://127.0.0.1:1/tsa';
    const config = { ...JSON.parse(asMade), timeStamp: { url, ...timeStamp } };
    await writeFile(join(home.directory, 'agent.json'), JSON.stringify(config));
    const place = await readAgentPlace(home.directory);
    return readEvidence(place.config, trustFromPem(home.files.rootPem));
  };

  it('is whom it trusts for seals, where its configuration names nobody else', async () => {
    const anchors = trustFromPem(home.files.rootPem).anchors;
    expect((await configured({}))?.stampTrust.anchors).to.deep.equal(anchors);
  });

  it('is whom its configuration names, and nobody else', async () => {
    const { root } = await makeAxis();
    await writeFile(join(home.directory, 'stamps.pem'), certificateToPem(root));
    const evidence = await configured({ trust: 'stamps.pem' });
    expect(evidence?.stampTrust).to.deep.equal(trustFromPem(certificateToPem(root)));
    await writeFile(join(home.directory, 'stamps.pem'), 'no certificate');
    expect((await errorOf(configured({ trust: 'stamps.pem' }))).code).to.equal('certificate.malformed');
    await rm(join(home.directory, 'stamps.pem'));
    expect((await errorOf(configured({ trust: 'stamps.pem' }))).code).to.equal('cli.file-missing');
  });

  it('is what “edoc verify” goes by at the node, unless it is told otherwise', async () => {
    const foreign = await makeAxis();
    const authority = await TestAuthority.start(foreign, signedAt);
    const stampTrust = trustFromPem(certificateToPem(foreign.root));
    const parts = sealParts(home.sent.bytes, packetSeal);
    if (!parts) throw new Error('no parts');
    const { properties } = await raise(parts, [], authority, {
      ...{ trust: trustFromPem(home.files.rootPem), stampTrust },
      ...{ target: 'T', now: signedAt },
    });
    const file = join(folder, 'stamped.edxml');
    await writeFile(file, joinFile(home.sent.bytes, properties));
    await writeFile(join(home.directory, 'stamps.pem'), certificateToPem(foreign.root));
    const level = async (...options: string[]) => {
      const at = ['--at', '2026-06-02T00:00:00Z', '--json'];
      const { code, out } = await edoc(['verify', file, ...at, ...options], { cwd: home.directory });
      const [only] = JSON.parse(out).files;
      return [code, only.level, only.decidedBy];
    };
    await configured({});
    expect(await level()).to.deep.equal([8, 'B', 'certificate.untrusted']);
    await configured({ trust: 'stamps.pem' });
    expect(await level()).to.deep.equal([0, 'T', undefined]);
    expect(await level('--stamp-trust', 'trust.pem')).to.deep.equal([8, 'B', 'certificate.untrusted']);
  });
});
