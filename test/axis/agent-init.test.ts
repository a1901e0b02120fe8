import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAgentConfig } from '../../src/agent/index.js';
import {
  type Enrolment,
  enrol,
  readEnrolment,
  readNodeRequest,
  revokeNodeCertificates,
  suspendNode,
  writeEnrolment,
} from '../../src/axis/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { completeAgent } from '../../src/cli/files/agent-enrolment.js';
import { type AgentSetup, prepareAgent } from '../../src/cli/files/agent-request.js';
import { addSealKey } from '../../src/cli/files/key-change.js';
import { signerFromPkcs8, trustFromPem } from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { MemoryAxis } from './fixture.js';
import { inTemporaryFolder } from './temporary-folder.js';

const setup: AgentSetup = {
  node: 'h41',
  agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }],
  keyKind: 'ecdsa-p256',
};

async function enrolled(folder: string): Promise<{ enrolment: Enrolment; at: Date }> {
  const { axis, open } = await MemoryAxis.create();
  const request = readNodeRequest(await readFile(join(folder, 'request.pem'), 'utf8'));
  const enrolment = await enrol(await open(), request, {});
  return { enrolment: readEnrolment(writeEnrolment(enrolment)), at: axis.now };
}

describe('setting a node up', () => {
  it('makes a request that asks for the node and its agencies', () =>
    inTemporaryFolder(async (folder) => {
      const prepared = await prepareAgent(folder, setup);
      const request = readNodeRequest(await readFile(prepared.request, 'utf8'));
      expect(request.node).to.equal('h41');
      expect(request.agencies.map(({ code, name }) => ({ code, name }))).to.deep.equal(setup.agencies);
      expect(prepared.keys.map(({ subject }) => subject)).to.deep.equal(['h41', 'H41']);
    }));

  it('keeps the keys and the request when it is repeated, and the keys when an agency joins', () =>
    inTemporaryFolder(async (folder) => {
      const first = await prepareAgent(folder, setup);
      const again = await prepareAgent(folder, setup);
      expect([first.changed, again.changed]).to.deep.equal([true, false]);
      const more = await prepareAgent(folder, {
        ...setup,
        agencies: [...setup.agencies, { code: 'H41.01', name: 'Sở Nội vụ' }],
      });
      expect(more.changed).to.equal(true);
      expect(more.keys.slice(0, 2)).to.deep.equal(first.keys);
    }));

  it('keeps its keys to itself, encrypted', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      for (const name of ['keys/node.key', 'keys/seal-H41.key', 'secrets/passphrase']) {
        expect((await stat(join(folder, name))).mode & 0o777, name).to.equal(0o600);
      }
      expect(await readFile(join(folder, 'keys/node.key'), 'utf8')).to.match(/BEGIN ENCRYPTED PRIVATE KEY/);
    }));

  it('says everything that is wrong with names and codes at once', () =>
    inTemporaryFolder(async (folder) => {
      const wrong = { ...setup, node: 'Operator!', agencies: [{ code: 'h 41', name: 'x' }] };
      expect(await codeOf(prepareAgent(folder, wrong))).to.equal('enrolment.node-name');
      const twice = { ...setup, agencies: [...setup.agencies, ...setup.agencies] };
      expect(await codeOf(prepareAgent(folder, twice))).to.equal('enrolment.agency-repeated');
    }));

  it('does not make one node out of another', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      expect(await codeOf(prepareAgent(folder, { ...setup, node: 'h53' }))).to.equal('init.other-node');
    }));

  it('puts the operator’s answer in place: a configuration that reads, keys that open', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const completed = await completeAgent(folder, enrolment, { at });
      const config = parseAgentConfig(JSON.parse(await readFile(completed.config, 'utf8')));
      expect(config.node).to.equal('h41');
      expect(config.broker.urls).to.deep.equal(['amqps://axis.example.gov.vn:5671/%2F']);
      const [agency] = config.agencies;
      if (!agency) return expect.fail('no agency');
      const signer = signerFromPkcs8({
        keyPem: await readFile(join(folder, agency.key), 'utf8'),
        certificatesPem: await readFile(join(folder, agency.certificate), 'utf8'),
        passphrase: (await readFile(join(folder, config.passphraseFile ?? ''), 'utf8')).trim(),
      });
      expect(signer.suite).to.equal('ecdsa-sha256');
      expect(await readFile(join(folder, config.trust), 'utf8')).to.equal(enrolment.trust);
    }));

  it('keeps what the node’s people changed in agent.json', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const { config } = await completeAgent(folder, enrolment, { at });
      const edited = {
        ...JSON.parse(await readFile(config, 'utf8')),
        data: '/var/lib/h41',
        logLevel: 'debug',
      };
      await writeFile(config, JSON.stringify(edited));
      await completeAgent(folder, enrolment, { at });
      expect(JSON.parse(await readFile(config, 'utf8'))).to.include({
        data: '/var/lib/h41',
        logLevel: 'debug',
      });
    }));

  it('keeps the roots that the node’s people added to trust.pem, with all else in it, and tells them', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const first = await completeAgent(folder, enrolment, { at });
      expect(first.keptRoots).to.deep.equal([]);
      // Of another axis.
      const added = (await enrolled(folder)).enrolment.trust;
      const [own] = trustFromPem(enrolment.trust).anchors;
      const [foreign] = trustFromPem(added).anchors;
      const trust = join(folder, 'trust.pem');
      const edited = `${enrolment.trust}# Root of the ministry, until 2030\n${added.trimEnd()}`;
      await writeFile(trust, edited);
      const again = await completeAgent(folder, enrolment, { at });
      expect(await readFile(trust, 'utf8')).to.equal(edited);
      expect(again.roots).to.deep.equal([own?.certificateSha256]);
      expect(again.keptRoots).to.deep.equal([foreign?.certificateSha256]);
      // The root of the axis comes behind what is there, also where the last line has no end.
      await writeFile(trust, `# Root of the ministry\n${added.trimEnd()}`);
      const root = own?.certificateSha256;
      await completeAgent(folder, enrolment, { at, root });
      const text = await readFile(trust, 'utf8');
      expect(text).to.match(/^# Root of the ministry\n/);
      expect(trustFromPem(text).anchors.map((anchor) => anchor.certificateSha256)).to.deep.equal([
        foreign?.certificateSha256,
        root,
      ]);
    }));

  it('goes on with the file of roots that agent.json names', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const { config } = await completeAgent(folder, enrolment, { at });
      const edited = { ...JSON.parse(await readFile(config, 'utf8')), trust: 'roots/all.pem' };
      await mkdir(join(folder, 'roots'));
      await rename(join(folder, 'trust.pem'), join(folder, 'roots/all.pem'));
      await writeFile(config, JSON.stringify(edited));
      const { enrolment: forged } = await enrolled(folder);
      expect(await codeOf(completeAgent(folder, forged, { at }))).to.equal('enrolment.other-root');
      await completeAgent(folder, enrolment, { at });
      expect(JSON.parse(await readFile(config, 'utf8')).trust).to.equal('roots/all.pem');
      expect(await readdir(folder)).not.to.include('trust.pem');
    }));

  it('takes over where time stamps and revocation are asked for, and leaves what its people chose', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const configured = async (services: Enrolment['services']) => {
        const said = { ...enrolment, ...(services ? { services } : {}) };
        const { config } = await completeAgent(folder, readEnrolment(writeEnrolment(said)), { at });
        return { file: config, config: parseAgentConfig(JSON.parse(await readFile(config, 'utf8'))) };
      };
      expect((await configured(undefined)).config).to.not.have.any.keys('timeStamp', 'revocation');
      const services = { tsa: 'http://axis/tsa', ocsp: 'http://axis/ocsp', crl: 'http://axis/crl/root.crl' };
      const { file, config } = await configured(services);
      expect(config.timeStamp).to.deep.equal({ url: 'http://axis/tsa' });
      expect(config.revocation).to.deep.equal({
        policy: 'soft',
        crl: ['http://axis/crl/root.crl'],
        ocsp: ['http://axis/ocsp'],
        maxAgeHours: 24,
      });
      const chosen = { url: 'https://tsa.gov.vn', trust: 'tsa.pem' };
      const edited = {
        ...config,
        timeStamp: chosen,
        revocation: { policy: 'hard', crl: ['http://copy/root.crl'] },
      };
      await writeFile(file, JSON.stringify(edited));
      const after = (await configured({ crl: 'http://moved/root.crl' })).config;
      expect(after.timeStamp).to.deep.equal(chosen);
      expect(after.revocation).to.deep.equal({
        policy: 'hard',
        crl: ['http://moved/root.crl', 'http://copy/root.crl'],
        ocsp: [],
        maxAgeHours: 24,
      });
      const { config: resolved } = await readAgentPlace(folder);
      expect(resolved.timeStamp?.trust).to.equal(join(folder, 'tsa.pem'));
    }));

  it('refuses an answer that is for another node, another key or another agency, and writes nothing', () =>
    inTemporaryFolder((folder) =>
      inTemporaryFolder(async (other) => {
        await prepareAgent(folder, setup);
        await prepareAgent(other, setup);
        const { enrolment, at } = await enrolled(folder);
        const { enrolment: foreign } = await enrolled(other);
        const refused = (changed: Enrolment) => codeOf(completeAgent(folder, changed, { at }));
        expect(await refused({ ...enrolment, node: { ...enrolment.node, name: 'h53' } })).to.equal(
          'enrolment.other-node',
        );
        expect(await refused(foreign)).to.equal('enrolment.not-ours');
        expect(await refused({ ...enrolment, agencies: foreign.agencies })).to.equal('enrolment.not-ours');
        expect(await refused({ ...enrolment, trust: foreign.trust })).to.equal('certificate.untrusted');
        const renamed = enrolment.agencies.map((agency) => ({ ...agency, code: 'H53' }));
        expect(await refused({ ...enrolment, agencies: renamed })).to.equal('enrolment.no-key');
        expect(await readdir(folder)).not.to.include('agent.json');
      }),
    ));

  it('compares the axis’s root with what the operator told by another way', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      const { roots } = await completeAgent(folder, enrolment, { at });
      const spoken = (roots[0] ?? '').toUpperCase().replaceAll(/(..)(?=.)/g, '$1:');
      expect((await completeAgent(folder, enrolment, { at, root: spoken })).roots).to.deep.equal(roots);
      const wrong = completeAgent(folder, enrolment, { at, root: 'ab'.repeat(32) });
      expect(await codeOf(wrong)).to.equal('enrolment.fingerprint');
    }));

  it('takes no further root from a later file unless the operator told it by another way', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      await completeAgent(folder, enrolment, { at });
      const { enrolment: forged } = await enrolled(folder);
      expect(await codeOf(completeAgent(folder, forged, { at }))).to.equal('enrolment.other-root');
      const extended = { ...enrolment, trust: enrolment.trust + forged.trust };
      expect(await codeOf(completeAgent(folder, extended, { at }))).to.equal('enrolment.other-root');
      const trust = await readFile(join(folder, 'trust.pem'), 'utf8');
      expect(trust).to.equal(enrolment.trust);
      const [anchor] = trustFromPem(forged.trust).anchors;
      const root = anchor?.certificateSha256 ?? '';
      expect((await completeAgent(folder, forged, { at, root })).roots).to.deep.equal([root]);
    }));

  it('gives a node whose key was stolen another name and key, in the directory that it has', () =>
    inTemporaryFolder(async (folder) => {
      const { axis, open: openAxis } = await MemoryAxis.create();
      const context = await openAxis();
      const request = async () => readNodeRequest(await readFile(join(folder, 'request.pem'), 'utf8'));
      const at = axis.now;
      await prepareAgent(folder, setup);
      const stolen = await request();
      await completeAgent(folder, await enrol(context, stolen, {}), { at });
      await suspendNode(context, 'h41', 'xâm nhập');
      await revokeNodeCertificates(context, 'h41', { reason: 'xâm nhập', cause: 'keyCompromise' });
      await rename(join(folder, 'keys', 'node.key'), join(folder, 'node.key.stolen'));
      await rename(join(folder, 'request.pem'), join(folder, 'request.pem.stolen'));
      await prepareAgent(folder, { ...setup, node: 'h41b' });
      await completeAgent(folder, await enrol(context, await request(), { replace: true }), { at });
      const config = parseAgentConfig(JSON.parse(await readFile(join(folder, 'agent.json'), 'utf8')));
      expect([config.node, config.agencies.map(({ code }) => code)]).to.deep.equal(['h41b', ['H41']]);
      // The broker knows the old name no more, whoever has its certificate.
      expect(axis.told.slice(-2)).to.deep.equal(['provision h41b', 'revoke h41']);
      expect(await codeOf(enrol(context, stolen, { replace: true }))).to.equal('enrolment.revoked-key');
    }));

  it('locks no new key with another passphrase where that of the others was lost', () =>
    inTemporaryFolder(async (folder) => {
      await prepareAgent(folder, setup);
      const { enrolment, at } = await enrolled(folder);
      await completeAgent(folder, enrolment, { at });
      const file = join(folder, 'secrets', 'passphrase');
      const passphrase = await readFile(file, 'utf8');
      await rm(file);
      expect(await codeOf(addSealKey(folder, 'H41', {}))).to.equal('cli.file-missing');
      expect(await readdir(join(folder, 'secrets'))).to.deep.equal([]);
      await writeFile(file, passphrase, { mode: 0o600 });
      expect((await addSealKey(folder, 'H41', {})).name).to.equal('seal-H41-2');
    }));

  it('needs the first step before the second, and an enrolment file for it', () =>
    inTemporaryFolder(async (folder) => {
      await inTemporaryFolder(async (other) => {
        await prepareAgent(other, setup);
        const { enrolment, at } = await enrolled(other);
        expect(await codeOf(completeAgent(folder, enrolment, { at }))).to.equal('init.no-request');
      });
      for (const text of ['', '{}', '{"format":"edoc-enrolment","version":2}']) {
        expect(await codeOf((async () => readEnrolment(text))())).to.equal('enrolment.malformed');
      }
    }));
});
