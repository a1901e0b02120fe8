import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ownCertificateNames } from '../../src/axis/index.js';
import { startServices } from '../../src/cli/axis/services.js';
import { openAxisDirectory } from '../../src/cli/files/axis-directory.js';
import { takeAxisLock } from '../../src/cli/files/axis-lock.js';
import { type AxisSetup, renewAxis, setUpAxis } from '../../src/cli/files/axis-setup.js';
import { silentLog } from '../../src/log.js';
import {
  certificatesFromPem,
  describeCertificate,
  trustFromPem,
  verifyChain,
} from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { inTemporaryFolder } from './temporary-folder.js';

const setup: AxisSetup = {
  name: 'Trục thử nghiệm',
  host: 'axis.example.gov.vn',
  management: { host: 'localhost', port: 15_671 },
  keyKind: 'ecdsa-p256',
};
const clock = { now: () => new Date() };
const open = (folder: string) => openAxisDirectory(folder, { write: false, clock, log: silentLog });

const certificate = async (folder: string, name: string) => {
  const [der] = certificatesFromPem(await readFile(join(folder, 'certs', `${name}.pem`), 'utf8'));
  if (!der) throw new Error(`no certificate ${name}`);
  return describeCertificate(der);
};

async function modes(folder: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path.slice(folder.length + 1), (await stat(path)).mode & 0o777);
  }
  return found;
}

describe('setting an axis up', () => {
  it('keeps no passphrase where the operator has it elsewhere, and opens with it alone', () =>
    inTemporaryFolder(async (folder) => {
      const passphrase = 'mật khẩu của đơn vị vận hành';
      await setUpAxis(folder, { ...setup, passphrase }, clock.now());
      expect(await readdir(join(folder, 'secrets'))).to.deep.equal(['management-password']);
      expect(await codeOf(open(folder))).to.equal('axis.incomplete');
      const options = { write: false, clock, log: silentLog };
      expect(await codeOf(openAxisDirectory(folder, { ...options, passphrase: 'khác' }))).to.equal(
        'key.passphrase',
      );
      const axis = await openAxisDirectory(folder, { ...options, passphrase });
      await axis.close();
    }));

  it('makes certificates of each kind under one root, and opens', () =>
    inTemporaryFolder(async (folder) => {
      const { root } = await setUpAxis(folder, setup, clock.now());
      const trust = trustFromPem(await readFile(join(folder, 'trust.pem'), 'utf8'));
      expect(trust.anchors.map((anchor) => anchor.certificateSha256)).to.deep.equal([root]);
      const at = clock.now();
      for (const [name, purpose] of [
        ['operator-seal', 'seal'],
        ['operator', 'client'],
        ['broker', 'server'],
        ['tsa', 'timestamp'],
        ['ocsp', 'ocsp'],
      ] as const) {
        verifyChain([(await certificate(folder, name)).certificate], trust, { purpose, at });
      }
      expect((await certificate(folder, 'operator-seal')).agency).to.equal('AXIS');
      expect((await certificate(folder, 'broker')).alternativeNames).to.include('DNS:axis.example.gov.vn');
      const axis = await open(folder);
      expect(axis.context.state.agencies).to.deep.equal([]);
      expect(axis.own.map(({ subject }) => subject)).to.deep.equal([
        'root',
        'operator-seal',
        'operator',
        'broker',
        'tsa',
        'ocsp',
      ]);
      await axis.close();
    }));

  it('lets nobody else read a key or a password, and writes no key in the clear but the broker’s', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      const found = await modes(folder);
      const secret = [...found].filter(([name]) => /^(keys|secrets)\/|\.key$|definitions\.json$/.test(name));
      expect(secret).to.have.length(10);
      for (const [name, mode] of secret) expect(mode, name).to.equal(0o600);
      for (const name of await readdir(join(folder, 'keys'))) {
        const pem = await readFile(join(folder, 'keys', name), 'utf8');
        expect(pem).to.match(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      }
      expect((await stat(join(folder, 'keys'))).mode & 0o777).to.equal(0o700);
    }));

  it('changes nothing when it is repeated', () =>
    inTemporaryFolder(async (folder) => {
      const first = await setUpAxis(folder, setup, clock.now());
      const again = await setUpAxis(folder, setup, clock.now());
      expect([first.changed, again.changed]).to.deep.equal([true, false]);
      expect(again.root).to.equal(first.root);
    }));

  it('finishes a set-up that was interrupted', () =>
    inTemporaryFolder(async (folder) => {
      const first = await setUpAxis(folder, setup, clock.now());
      for (const lost of ['axis.json', 'certs/operator.pem', 'keys/broker.key']) await rm(join(folder, lost));
      expect(await codeOf(open(folder))).to.equal('axis.missing');
      const again = await setUpAxis(folder, setup, clock.now());
      expect(again.root).to.equal(first.root);
      await (await open(folder)).close();
    }));

  it('makes no other root, and no other passphrase, in the place of one that was lost', () =>
    inTemporaryFolder(async (folder) => {
      const { root } = await setUpAxis(folder, setup, clock.now());
      for (const [lost, config] of [
        ['keys/root.key', true],
        ['keys/root.key', false],
        ['certs/root.pem', true],
        ['secrets/passphrase', true],
        ['secrets/passphrase', false],
      ] as const) {
        const kept = await readFile(join(folder, lost));
        const file = await readFile(join(folder, 'axis.json'));
        await rm(join(folder, lost));
        if (!config) await rm(join(folder, 'axis.json'));
        expect(await codeOf(setUpAxis(folder, setup, clock.now())), lost).to.equal('axis.incomplete');
        await writeFile(join(folder, lost), kept, { mode: 0o600 });
        await writeFile(join(folder, 'axis.json'), file);
      }
      expect((await setUpAxis(folder, setup, clock.now())).root).to.equal(root);
    }));

  it('takes another address of the broker over, with a certificate for it', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      const moved = await setUpAxis(
        folder,
        { ...setup, host: 'truc.example.gov.vn', amqpsPort: 5672 },
        clock.now(),
      );
      expect(moved.changed).to.equal(true);
      expect((await certificate(folder, 'broker')).alternativeNames).to.include('DNS:truc.example.gov.vn');
      expect(await readFile(join(folder, 'broker', 'rabbitmq.conf'), 'utf8')).to.include(':5672');
    }));

  it('says in its own certificates, and in those that it issues, where to ask about them', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, { ...setup, servicesUrl: 'http://tsa.example.gov.vn:8318' }, clock.now());
      for (const name of ['operator-seal', 'operator', 'broker', 'tsa']) {
        const { ocspUrls, crlUrls } = await certificate(folder, name);
        expect([ocspUrls, crlUrls], name).to.deep.equal([
          ['http://tsa.example.gov.vn:8318/ocsp'],
          ['http://tsa.example.gov.vn:8318/crl/root.crl'],
        ]);
      }
      const again = await setUpAxis(folder, setup, clock.now());
      expect(again).to.deep.include({ changed: false });
      expect(again.config.services).to.deep.equal({ url: 'http://tsa.example.gov.vn:8318' });
    }));

  it('refuses a place for its services that certificates cannot name', () =>
    inTemporaryFolder(async (folder) => {
      for (const servicesUrl of ['https://a', 'http://a/b', 'http://a b', 'ldap://a', 'http://u:p@a']) {
        const refused = setUpAxis(folder, { ...setup, servicesUrl }, clock.now());
        expect(await codeOf(refused), servicesUrl).to.equal('axis.config');
      }
    }));

  it('gives an axis of an earlier version what it lacks, and knows its own certificates from then on', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      for (const name of ['tsa', 'ocsp']) {
        await rm(join(folder, 'keys', `${name}.key`));
        await rm(join(folder, 'certs', `${name}.pem`));
      }
      await rm(join(folder, 'register.jsonl'));
      const before = await open(folder);
      expect(before.own.map(({ subject }) => subject)).not.to.include('tsa');
      await before.close();
      await setUpAxis(folder, setup, clock.now());
      await setUpAxis(folder, setup, clock.now());
      const after = await open(folder);
      for (const name of ownCertificateNames) {
        const { certificateSha256, serialNumber } = await certificate(folder, name);
        const known = after.context.state.ownCertificates(name);
        expect(known, name).to.have.length(1);
        expect(known[0]).to.include({ sha256: certificateSha256, serialNumber });
      }
      await after.close();
    }));

  it('does not write over another axis', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      expect(await codeOf(setUpAxis(folder, { ...setup, name: 'Trục khác' }, clock.now()))).to.equal(
        'axis.exists',
      );
    }));

  it('refuses a name and an address that cannot be', () =>
    inTemporaryFolder(async (folder) => {
      expect(await codeOf(setUpAxis(folder, { ...setup, host: 'hai từ' }, clock.now()))).to.equal(
        'axis.config',
      );
      expect(await codeOf(setUpAxis(folder, { ...setup, name: '' }, clock.now()))).to.equal('axis.config');
    }));

  it('refuses to work with a password that others can read', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      const { chmod } = await import('node:fs/promises');
      await chmod(join(folder, 'secrets', 'passphrase'), 0o640);
      expect(await codeOf(open(folder))).to.equal('key.permissions');
    }));

  it('renews the operator’s and the broker’s certificates from the same root', () =>
    inTemporaryFolder(async (folder) => {
      const { root } = await setUpAxis(folder, setup, clock.now());
      const before = await certificate(folder, 'broker');
      await renewAxis(folder, 'ecdsa-p256', clock.now());
      const after = await certificate(folder, 'broker');
      expect(after.certificateSha256).not.to.equal(before.certificateSha256);
      expect((await certificate(folder, 'root')).certificateSha256).to.equal(root);
      const { context, close } = await open(folder);
      // The certificates before stay known: what they stamped and sealed is asked about for years.
      for (const name of ownCertificateNames)
        expect(context.state.ownCertificates(name), name).to.have.length(2);
      expect(context.state.ownCertificates('broker')[0]?.sha256).to.equal(before.certificateSha256);
      await close();
    }));

  it('knows a renewed certificate before it is used, wherever the renewal ends', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      // The key of the third pair cannot be put in its place.
      await rm(join(folder, 'keys', 'broker.key'));
      await mkdir(join(folder, 'keys', 'broker.key'));
      expect(await codeOf(renewAxis(folder, 'ecdsa-p256', clock.now()))).to.equal('cli.file-unwritable');
      const { context, close } = await open(folder);
      for (const name of ['operator-seal', 'operator', 'tsa'] as const) {
        const { certificateSha256 } = await certificate(folder, name);
        const known = context.state.ownCertificates(name).map(({ sha256 }) => sha256);
        expect(known, name).to.include(certificateSha256);
      }
      await close();
      await rm(join(folder, 'keys', 'broker.key'), { recursive: true });
      await renewAxis(folder, 'ecdsa-p256', clock.now());
      await (await open(folder)).close();
    }));

  it('says of a renewal that ended between a key and its certificate that it is to be repeated', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      const serve = () =>
        startServices(folder, { host: '127.0.0.1', port: 0, tsa: true, ocsp: false, crl: false });
      for (const [name, use] of [
        ['operator-seal', () => open(folder)],
        ['operator', () => open(folder)],
        ['broker', () => setUpAxis(folder, setup, clock.now())],
        ['tsa', serve],
      ] as const) {
        const path = join(folder, 'keys', `${name}.key`);
        const before = await readFile(path);
        await writeFile(path, await readFile(join(folder, 'keys', 'ocsp.key')));
        expect(await codeOf(use()), name).to.equal('axis.half-renewed');
        await writeFile(path, before);
      }
      await writeFile(
        join(folder, 'keys', 'operator-seal.key'),
        await readFile(join(folder, 'keys', 'ocsp.key')),
      );
      await renewAxis(folder, 'ecdsa-p256', clock.now());
      await (await open(folder)).close();
    }));

  it('lets one command at a time change an axis', () =>
    inTemporaryFolder(async (folder) => {
      await setUpAxis(folder, setup, clock.now());
      const path = join(folder, 'lock');
      const lock = await takeAxisLock(path);
      expect(await codeOf(takeAxisLock(path, 50))).to.equal('axis.locked');
      const waiting = takeAxisLock(path);
      await lock.release();
      await (await waiting).release();
    }));
});
