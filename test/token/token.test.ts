import { verify } from 'node:crypto';
import { expect } from 'chai';
import { isEdocError } from '../../src/errors.js';
import {
  generateTokenKey,
  listTokens,
  openTokenKey,
  type TokenKey,
  type TokenKeyKind,
} from '../../src/token/index.js';
import { pin, requireSoftHsm, SoftHsm } from '../support/softhsm.js';

const login = { pin, attended: false };
const data = Buffer.from('Công văn số 7816/VPCP-KSTT');
const kinds: readonly TokenKeyKind[] = ['rsa-2048', 'rsa-3072', 'ecdsa-p256'];

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (isEdocError(error)) return error.code;
    throw error;
  }
  return 'no error';
}

function isGenuine({ publicKey }: TokenKey, value: Uint8Array): boolean {
  return verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, value);
}

describe('a key in a token', function () {
  this.timeout(60_000);
  let hsm: SoftHsm;
  const open: TokenKey[] = [];

  before(function () {
    requireSoftHsm(this);
  });

  beforeEach(async () => {
    hsm = await SoftHsm.with('H41');
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((key) => key.close()));
    await hsm.remove();
  });

  async function generate(
    object: string,
    kind: TokenKeyKind = 'ecdsa-p256',
    token = 'H41',
  ): Promise<TokenKey> {
    const key = await generateTokenKey(hsm.uri(token, object), login, { kind, id: Buffer.from(object) });
    open.push(key);
    return key;
  }

  async function reopen(object: string, token = 'H41'): Promise<TokenKey> {
    const key = await openTokenKey(hsm.uri(token, object), login);
    open.push(key);
    return key;
  }

  for (const kind of kinds) {
    it(`is made there, ${kind}, and its signature verifies outside`, async () => {
      const key = await generate('seal', kind);
      expect(key.suite).to.equal(kind === 'ecdsa-p256' ? 'ecdsa-sha256' : 'rsa-sha256');
      expect(isGenuine(key, await key.sign(data))).to.equal(true);
      const again = await reopen('seal');
      expect(again.publicKey.equals(key.publicKey)).to.equal(true);
      expect(isGenuine(key, await again.sign(data))).to.equal(true);
    });
  }

  it('is sensitive and was never extractable, as another tool sees it', async () => {
    await generate('seal');
    const seen = hsm.pkcs11Tool('H41', '--login', '--pin', pin, '--list-objects', '--type', 'privkey');
    expect(seen).to.match(/Access:\s+sensitive, always sensitive, never extract/i);
    expect(seen).to.include('Usage:      sign');
    expect(seen).not.to.match(/decrypt|unwrap/);
  });

  it('is not made where one of that name is', async () => {
    await generate('seal');
    expect(await codeOf(generate('seal'))).to.equal('token.key-exists');
  });

  it('signs many things at once, each with its own value', async () => {
    const key = await generate('seal', 'rsa-2048');
    const texts = Array.from({ length: 40 }, (_, index) => Buffer.from(`văn bản ${index}`));
    const values = await Promise.all(texts.map((text) => key.sign(text)));
    const good = texts.filter((text, index) => verify('sha256', text, key.publicKey, values[index] ?? data));
    expect(good).to.have.length(40);
  });

  it('is found by its id where its label is not given', async () => {
    const key = await generate('seal');
    await generate('other');
    const { object: _, ...uri } = hsm.uri('H41', 'seal');
    const byId = await openTokenKey({ ...uri, id: Buffer.from('seal') }, login);
    open.push(byId);
    expect(byId.publicKey.equals(key.publicKey)).to.equal(true);
    expect(await codeOf(openTokenKey(uri, login))).to.equal('token.key-ambiguous');
  });

  it('is refused by code where module, token, key or PIN are not there', async () => {
    await generate('seal');
    const wrongModule = { ...hsm.uri('H41', 'seal'), modulePath: '/usr/lib/none.so' };
    expect(await codeOf(openTokenKey(wrongModule, login))).to.equal('token.module');
    expect(await codeOf(reopen('seal', 'H53'))).to.equal('token.absent');
    expect(await codeOf(reopen('none'))).to.equal('token.key-missing');
    await hsm.remove();
    hsm = await SoftHsm.with('H41');
    await Promise.all(open.splice(0).map((key) => key.close()));
    expect(await codeOf(openTokenKey(hsm.uri('H41', 'seal'), { attended: true }))).to.equal(
      'token.pin-missing',
    );
  });

  it('is ambiguous where two tokens have the name', async () => {
    hsm.initialise('H41');
    expect(await codeOf(generate('seal'))).to.equal('token.ambiguous');
    const [first] = await listTokens(hsm.uri('H41'));
    const key = await generateTokenKey({ ...hsm.uri('H41', 'seal'), serial: first?.serial ?? '' }, login, {
      kind: 'ecdsa-p256',
      id: Buffer.from([1]),
    });
    open.push(key);
    expect(isGenuine(key, await key.sign(data))).to.equal(true);
  });

  it('gives a wrong PIN to the token once, and a node that starts again not at all', async () => {
    await (await generate('seal')).close();
    open.length = 0;
    const uri = hsm.uri('H41', 'seal');
    const wrong = { pin: '000000', attended: false };
    expect(await codeOf(openTokenKey(uri, wrong))).to.equal('token.pin-wrong');
    const [token] = await listTokens(uri);
    expect(token?.pin).to.equal('wrong-once');
    // The thread ended with its last key: what follows is as after a restart of the node.
    expect(await codeOf(openTokenKey(uri, wrong))).to.equal('token.pin-doubtful');
    expect(await codeOf(openTokenKey(uri, login))).to.equal('token.pin-doubtful');
    const key = await openTokenKey(uri, { pin, attended: true });
    open.push(key);
    expect(isGenuine(key, await key.sign(data))).to.equal(true);
    expect((await listTokens(uri))[0]?.pin).to.equal('good');
  });

  it('fails so that it can be tried again while its token is away, and works when it is back', async () => {
    const key = await generate('seal');
    const before = await key.sign(data);
    await hsm.pull();
    const away = await key.sign(data).catch((error: unknown) => error);
    if (!isEdocError(away)) throw away;
    expect(['token.absent', 'token.gone']).to.include(away.code);
    expect(away.retryable).to.equal(true);
    expect(await codeOf(key.check())).to.equal(away.code);
    await hsm.plugIn();
    expect(isGenuine(key, await key.sign(data))).to.equal(true);
    expect(isGenuine(key, before)).to.equal(true);
    await key.check();
  });

  it('does not let another key of the same name sign in its place', async () => {
    const key = await generate('seal');
    await hsm.pull();
    hsm.initialise('H41');
    expect(['token.key-missing', 'token.gone', 'token.absent']).to.include(await codeOf(key.sign(data)));
    const other = await generate('seal');
    expect(await codeOf(key.sign(data))).to.equal('token.key-missing');
    expect(isGenuine(other, await other.sign(data))).to.equal(true);
    expect(isGenuine(key, await other.sign(data))).to.equal(false);
  });

  it('is listed with its token, without a PIN', async () => {
    await generate('seal', 'rsa-2048');
    const [token] = await listTokens(hsm.uri('H41'));
    expect(token?.label).to.equal('H41');
    expect(token?.keys).to.deep.equal([
      { label: 'seal', id: Buffer.from('seal').toString('hex'), type: 'rsa-2048' },
    ]);
  });
});
