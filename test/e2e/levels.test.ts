/** Evidence of what was exchanged, with the operator's services away for the whole exchange, and back afterwards. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  issueCrlIfDue,
  publishDirectory,
  revokeCertificate,
  revokeOwnCertificates,
} from '../../src/axis/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type RunningServices, startServices } from '../../src/cli/axis/services.js';
import { openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import {
  inspectEvidence,
  joinFile,
  packetSeal,
  readProperties,
  receiptSeal,
  type SealedKind,
} from '../../src/signing/index.js';
import type { EvidenceState } from '../../src/store/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { freePort } from './support/free-port.js';
import { delivery, Office, reaches, sendLetter } from './support/office.js';

const documents = 200;
const sealDays = 30;
const dayMs = 24 * 3_600_000;

describe('evidence', () => {
  let url = '';
  let services: RunningServices | undefined;

  before(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
  });
  const office = new Office(undefined, () => ({ servicesUrl: url, sealDays }));

  const open = async () => {
    const { hostname: host, port } = new URL(url);
    services = await startServices(office.axis.directory, {
      ...{ host, port: Number(port), tsa: true, ocsp: true, crl: true, log: silentLog },
    });
  };
  const close = async () => {
    await services?.close();
    services = undefined;
  };
  afterEach(close);

  it(`${documents} documents flow while every source is down; when they are back, all are raised to LT`, async () => {
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const ids: string[] = [];
    for (let count = 0; count < documents; count++)
      ids.push(await sendLetter(ministry.desk, { to: ['H41'] }));
    for (const id of ids) await reaches(ministry, id, { H41: 'delivered' });

    for (const node of [ministry, ngheAn]) {
      await eventually('the gap is known', async () =>
        (await codesOfStatus(node)).includes('evidence.source-down'),
      );
    }
    const { evidence, healthy } = await ministry.desk.status();
    // 200 packets that went out and 200 receipts that came back.
    expect(evidence).to.deep.include({ target: 'LT', levels: { B: 2 * documents, T: 0, LT: 0, LTA: 0 } });
    expect(healthy, 'a gap is a warning: everything goes on').to.equal(true);
    const refused = await ministry.desk.upgradeEvidence({ limit: 10 });
    expect(refused).to.deep.include({ raised: 0, left: 2 * documents });
    expect(refused.gap).to.include({ source: 'time-stamp', code: 'authority.unavailable' });

    await open();
    for (const node of [ministry, ngheAn]) {
      let left = 1;
      while (left > 0) ({ left } = await node.desk.upgradeEvidence({ limit: 100 }));
      expect((await node.desk.status()).evidence?.levels).to.deep.equal({
        B: 0,
        T: 0,
        LT: 2 * documents,
        LTA: 0,
      });
      expect(await codesOfStatus(node)).not.to.include('evidence.source-down');
      const kinds = (await node.reader.logRows(0, 10_000)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind.startsWith('evidence.'))).to.deep.equal([
        'evidence.source-down',
        'evidence.source-back',
      ]);
    }
    // By then the certificates of the seals have run out.
    for (const id of [ids[0] ?? '', ids.at(-1) ?? '']) {
      const packet = await ministry.reader.packetEvidence(id, 'out');
      const [receipt] = await ministry.reader.receipts(id);
      if (!packet || !receipt) throw new Error('not stored');
      await stands(ministry, packet.bytes, packet.evidence, packetSeal);
      await stands(ministry, receipt.bytes, receipt.evidence, receiptSeal);
    }
  });

  async function stands(node: TestNode, bytes: Buffer, { properties }: EvidenceState, kind: SealedKind) {
    const file = joinFile(bytes, readProperties(properties ?? ''));
    const at = new Date(Date.now() + (sealDays + 1) * dayMs);
    const inspection = await inspectEvidence(file, kind, node.context.trust, { at, revocation: 'hard' });
    expect(inspection.findings.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    expect(inspection.level).to.equal('LT');
    const alone = await inspectEvidence(bytes, kind, node.context.trust, { at, revocation: 'soft' });
    expect(alone.findings.map(({ code }) => code)).to.include('certificate.expired');
  }

  it('is gathered by itself in the background, and what was gathered is given out', async () => {
    await open();
    const [ministry, ngheAn] = [await office.start('G22'), await office.start('H41')];
    const id = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, id, { H41: 'delivered' });
    for (const [node, direction] of [
      [ministry, 'out'],
      [ngheAn, 'in'],
    ] as const) {
      await eventually('it is at level LT', async () => {
        const packet = await node.reader.packetEvidence(id, direction);
        return packet?.evidence.level === 'LT';
      });
    }
  });

  it('is demanded by a node of the hard policy: without a list it takes nothing, with one it does, also from a list it kept', async () => {
    const { directory } = office.axis.agent('H14');
    const file = join(directory, 'agent.json');
    const before = await readFile(file, 'utf8');
    const config = JSON.parse(before);
    config.revocation.policy = 'hard';
    await writeFile(file, JSON.stringify(config));
    try {
      const ministry = await office.start('G22');
      let caoBang = await office.start('H14');
      const refused = await sendLetter(ministry.desk, { to: ['H14'] });
      await reaches(ministry, refused, { H14: 'refused' });
      const [receipt] = await ministry.reader.receipts(refused);
      expect(receipt?.code).to.equal('revocation.unavailable');
      await eventually('the node says that it cannot tell', async () =>
        (await codesOfStatus(caoBang)).includes('revocation.source-down'),
      );
      expect((await caoBang.desk.status()).healthy, 'nothing comes in').to.equal(false);

      await office.stop(caoBang);
      await office.axis.change(({ context }) => issueCrlIfDue(context));
      await open();
      caoBang = await office.start('H14');
      await eventually('the list is there', async () => caoBang.store.evidence.crl(`${url}/crl/root.crl`));
      await reaches(ministry, await sendLetter(ministry.desk, { to: ['H14'] }), { H14: 'delivered' });

      await office.stop(caoBang);
      await close();
      await office.start('H14');
      await reaches(ministry, await sendLetter(ministry.desk, { to: ['H14'] }), { H14: 'delivered' });
    } finally {
      await writeFile(file, before);
    }
  });

  it('leaves in a container whose seal is at LT as well, and stands after every certificate of it has run out', async () => {
    await open();
    const [ministry] = [await office.start('G22'), await office.start('H41')];
    const id = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, id, { H41: 'delivered' });
    await eventually('all is at level LT', async () => {
      const { evidence } = await ministry.desk.status();
      return evidence?.levels.B === 0 && evidence.levels.T === 0;
    });
    const { config } = await readAgentPlace(ministry.directory);
    const door = await openDoor({ socketPath: config.socket, desk: ministry.desk, log: silentLog });
    const folder = await mkdtemp(join(tmpdir(), 'edoc-container-'));
    try {
      const file = join(folder, 'evidence.asice');
      const told = await edocJson<object>(['evidence', 'export', id, '--to', file], ministry.directory);
      expect(told).to.deep.include({ level: 'LT', findings: [] });
      const later = new Date(Date.now() + (sealDays + 1) * dayMs).toISOString();
      const trust = join(office.axis.directory, 'trust.pem');
      const checked = await edoc(['evidence', 'verify', file, '--trust', trust, '--at', later, '--json']);
      const [container, ...sealed] = JSON.parse(checked.stdout).files;
      expect(container).to.deep.include({ indication: 'TOTAL-PASSED', level: 'LT', findings: [] });
      const levels = sealed.map(({ level }: { level: string }) => level);
      expect(levels).to.deep.equal(['LT', 'LT']);
    } finally {
      await door.close();
      await rm(folder, { recursive: true });
    }
  });

  it('of a peer whose certificate the authority revoked ends there: what is sealed later is refused', async () => {
    await open();
    const ministry = await office.start('G22');
    const before = await sendLetter(ministry.desk, { to: ['H14'] });
    await reaches(ministry, before, { H14: 'sent' });
    const caoBang = await office.start('H14');
    await reaches(ministry, before, { H14: 'delivered' });
    await office.stop(caoBang);
    await office.axis.change(({ context }) => {
      const sha256 = context.state.agency('G22')?.certificates[0]?.sha256 ?? '';
      return revokeCertificate(context, 'G22', sha256, { reason: 'stolen', cause: 'keyCompromise' });
    });
    // Not published: the directory that the nodes have says nothing of it.
    const again = await office.start('H14');
    await eventually('the list is there', async () => again.store.evidence.crl(`${url}/crl/root.crl`));
    const after = await sendLetter(ministry.desk, { to: ['H14'] });
    await reaches(ministry, after, { H14: 'refused' });
    const [receipt] = await ministry.reader.receipts(after);
    expect(receipt?.code).to.equal('revocation.revoked');
    expect((await delivery(ministry, before, 'H14')).state).to.equal('delivered');
  });

  // The last one: the operator's seal is revoked after it.
  it('of the operator whose seal was revoked ends there as well: no directory is taken from it', async () => {
    await open();
    const node = await office.start('H14');
    await office.axis.change(({ context }) => {
      const certificate = context.state.ownCertificates('operator-seal').at(-1)?.sha256;
      return revokeOwnCertificates(context, 'operator-seal', {
        ...{ reason: 'stolen', cause: 'keyCompromise', certificate },
      });
    });
    const listed = await fetch(`${url}/crl/root.crl`);
    const list = Buffer.from(await listed.arrayBuffer());
    await office.stop(node);
    const again = await office.start('H14');
    await eventually('the list is there', async () =>
      (await again.store.evidence.crl(`${url}/crl/root.crl`))?.bytes.equals(list),
    );
    const before = await again.reader.directoryVersion();
    await office.axis.change(({ context }) => publishDirectory(context));
    const kept = await eventually('quarantine', async () =>
      (await again.reader.quarantined({ limit: 10 })).find(({ type }) => type === 'directory'),
    );
    expect(kept.code).to.equal('revocation.revoked');
    expect(await again.reader.directoryVersion()).to.deep.equal(before);
  });

  async function codesOfStatus(node: TestNode): Promise<string[]> {
    return (await node.desk.status()).findings.map(({ code }) => code);
  }
});
