import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { enrol, readEnrolment, readNodeRequest, writeEnrolment } from '../../../src/axis/index.js';
import { completeAgent } from '../../../src/cli/files/agent-enrolment.js';
import { prepareAgent } from '../../../src/cli/files/agent-request.js';
import { generateKey, issueAgencySeal, toPkcs12 } from '../../../src/signing/index.js';
import { MemoryAxis } from '../../axis/fixture.js';
import { pin, requireSoftHsm, SoftHsm } from '../../support/softhsm.js';
import { type Ended, edoc } from '../edoc.js';

const agency = { code: 'H41', name: 'UBND tỉnh Nghệ An' };
const passphrase = 'mật khẩu của tệp';

interface Held {
  readonly holder: string;
  readonly use: string;
  readonly place: { readonly file?: string; readonly token?: string; readonly object?: string };
  readonly certificate?: { readonly daysLeft: number };
  readonly findings: readonly { readonly code: string }[];
}

describe('edoc key', function () {
  this.timeout(60_000);
  let folder: string;
  let axis: Awaited<ReturnType<typeof MemoryAxis.create>>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-key-'));
    axis = await MemoryAxis.create();
    axis.axis.now = new Date();
    await prepareAgent(folder, { node: 'h41', agencies: [agency], keyKind: 'ecdsa-p256' });
    await answer();
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** The operator's answer to request.pem, put in place. */
  async function answer(): Promise<void> {
    const request = readNodeRequest(await readFile(join(folder, 'request.pem'), 'utf8'));
    const enrolment = await enrol(await axis.open(), request, { replace: true });
    await completeAgent(folder, readEnrolment(writeEnrolment(enrolment)), { at: axis.axis.now });
  }

  const key = (...args: string[]): Promise<Ended> =>
    edoc(['key', ...args, '--agent', folder], { env: { SOFTHSM2_CONF: process.env['SOFTHSM2_CONF'] ?? '' } });

  async function held(): Promise<Held[]> {
    return (JSON.parse((await key('show', '--json')).out) as { keys: Held[] }).keys;
  }

  async function agencyConfig(): Promise<{ key: string; next?: { key: string } }> {
    return JSON.parse(await readFile(join(folder, 'agent.json'), 'utf8')).agencies[0];
  }

  it('shows what is there, until when, and no secret', async () => {
    const { code, out } = await key('show');
    expect(code).to.equal(0);
    expect(out).to.match(/h41 +node \(TLS\) +keys\/node\.key +ecdsa-prime256v1/);
    expect(out).to.match(/H41 +in use +keys\/seal-H41\.key/);
    expect((await held()).map(({ holder, use }) => `${holder} ${use}`)).to.deep.equal([
      'h41 node',
      'H41 present',
    ]);
    const secret = (await readFile(join(folder, 'secrets/passphrase'), 'utf8')).trim();
    expect(out + JSON.stringify(await held())).not.to.include(secret);
  });

  it('rolls over: a new key and its request, then the next one in agent.json, the old one as before', async () => {
    const old = readNodeRequest(await readFile(join(folder, 'request.pem'), 'utf8'));
    const { code, out } = await key('roll-over', '--key-type', 'rsa-2048');
    expect(code, out).to.equal(0);
    const asked = readNodeRequest(await readFile(join(folder, 'request.pem'), 'utf8'));
    expect(asked.publicKey.equals(old.publicKey)).to.equal(true);
    expect(asked.agencies[0]?.publicKey.asymmetricKeyType).to.equal('rsa');
    expect((await held()).map(({ use }) => use)).to.deep.equal(['node', 'present', 'waiting']);
    expect((await key('roll-over')).err).to.include('key.pending');
    expect(await agencyConfig()).not.to.have.property('next');
    await answer();
    expect((await agencyConfig()).key).to.equal('keys/seal-H41.key');
    expect((await agencyConfig()).next?.key).to.equal('keys/seal-H41-2.key');
    expect((await held()).map(({ use }) => use)).to.deep.equal(['node', 'present', 'next']);
    expect((await key('test')).out).to.match(/seal-H41-2\.key +rsa-2048 +1 /);
  });

  it('makes a key of the present type, and asks for it later', async () => {
    expect((await key('generate')).out).to.include('seal-H41-2 (ecdsa-prime256v1)');
    const { code, out } = await key('request', '--json');
    expect([code, JSON.parse(out).changed]).to.deep.equal([0, true]);
    expect(JSON.parse((await key('request', '--json')).out).changed).to.equal(false);
  });

  it('refuses an agency that the node does not have', async () => {
    expect((await key('generate', '--agency', 'H53')).err).to.include('key.no-agency');
  });

  it('takes a key from a certification service, checked, under the node’s own passphrase', async () => {
    const sealKey = await generateKey('rsa-2048');
    const { authority } = await axis.open();
    const options = {
      serialNumber: Buffer.from([7]),
      notBefore: new Date(Date.now() - 1_000),
      notAfter: new Date(Date.now() + 40 * 24 * 3_600_000),
      organization: agency.name,
    };
    const issued = async (code: string) =>
      issueAgencySeal(authority, { ...options, agency: code, publicKey: createPublicKey(sealKey) });
    const file = join(folder, 'con-dau.p12');
    const secret = join(folder, 'p12-passphrase');
    await writeFile(secret, `${passphrase}\n`, { mode: 0o600 });
    const put = async (code: string) =>
      writeFile(file, await toPkcs12({ key: sealKey, certificates: [await issued(code)], passphrase }));

    await put('H53');
    expect((await key('import', file, '--passphrase-from', `file:${secret}`)).err).to.include(
      'key.other-agency',
    );
    await put('H41');
    expect((await key('import', file)).err).to.include('secret.no-terminal');
    const { code, out, err } = await key('import', file, '--passphrase-from', `file:${secret}`);
    expect(code, err).to.equal(0);
    expect(out + err).not.to.include(passphrase);
    expect((await agencyConfig()).next?.key).to.equal('keys/seal-H41-2.key');
    expect(await readFile(join(folder, 'keys/seal-H41-2.key'), 'utf8')).to.include('ENCRYPTED PRIVATE KEY');
    const next = (await held()).find(({ use }) => use === 'next');
    expect(next?.certificate?.daysLeft).to.equal(39);
    expect((await key('test')).code).to.equal(0);
  });

  describe('with a token', () => {
    let hsm: SoftHsm;

    before(function () {
      requireSoftHsm(this);
    });

    beforeEach(async () => {
      hsm = await SoftHsm.with('H41');
    });

    afterEach(() => hsm.remove());

    it('moves from a file into the token, whose request OpenSSL accepts, and stays there', async () => {
      const { code, err, out } = await key('roll-over', '--token', hsm.uriText('H41'));
      expect(code, err).to.equal(0);
      expect(out + err).not.to.include(pin);
      const pem = await readFile(join(folder, 'request.pem'), 'utf8');
      const [, sealRequest = ''] = pem.split(/(?<=-----END CERTIFICATE REQUEST-----\n)/);
      const args = ['req', '-verify', '-noout', '-subject'];
      const accepted = execFileSync('openssl', args, { input: sealRequest, encoding: 'utf8', stdio: 'pipe' });
      expect(accepted).to.include('GO:VN-H41');
      await answer();
      expect((await agencyConfig()).next?.key).to.match(/^pkcs11:token=H41;object=seal-H41-2\?/);
      expect(await readdir(join(folder, 'keys'))).to.have.members([
        'node.key',
        'seal-H41.key',
        'seal-H41-2.uri',
      ]);
      expect((await key('test')).out).to.match(/H41 \/ seal-H41-2 +ecdsa-prime256v1/);

      const again = await key('roll-over', '--key-type', 'rsa-2048');
      expect(again.code, again.err).to.equal(0);
      await answer();
      expect((await held()).map(({ use, place }) => `${use} ${place.object ?? place.file}`)).to.have.members([
        'node keys/node.key',
        'present seal-H41-2',
        'next seal-H41-3',
        'kept keys/seal-H41.key',
      ]);
    });

    it('finishes what was interrupted between writing down where the key is and making it', async () => {
      const uri = hsm.uriText('H41', 'seal-H41-2');
      await writeFile(join(folder, 'keys/seal-H41-2.uri'), `${uri}\n`, { mode: 0o600 });
      expect((await key('request')).code).to.equal(0);
      await answer();
      expect((await agencyConfig()).next?.key).to.equal(uri);
    });

    it('says that a token is away, or was given a wrong PIN, without using one', async () => {
      await key('roll-over', '--token', hsm.uriText('H41'));
      await answer();
      await writeFile(hsm.pinFile, '99999999\n');
      expect((await key('test')).err).to.include('token.pin-wrong');
      const shown = await key('show');
      expect([shown.code, shown.out.includes('token.pin-doubtful')]).to.deep.equal([1, true]);
      await writeFile(hsm.pinFile, `${pin}\n`);
      expect((await key('test')).code).to.equal(0);
      expect((await key('show')).code).to.equal(0);
      await hsm.pull();
      expect((await key('show')).out).to.include('token.absent');
    });

    it('lists tokens and their keys', async () => {
      await key('roll-over', '--token', hsm.uriText('H41'));
      const { out } = await key('show', '--token', hsm.uriText('H41'));
      expect(out).to.match(/H41 +[0-9a-f]{16} +SoftHSM v2 +seal-H41-2 +[0-9a-f]{16} +ecdsa-p256/);
    });

    it('refuses a PIN in the URI', async () => {
      const { err } = await key('roll-over', '--token', `${hsm.uriText('H41')}&pin-value=${pin}`);
      expect(err).to.include('token.uri').and.not.include(pin);
    });
  });
});
