import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { readAgentSecrets } from '../../../src/cli/agent/secrets.js';
import { EdocError } from '../../../src/errors.js';
import { certificateToPem, encryptKey, generateKey } from '../../../src/signing/index.js';
import { SealedFiles } from '../sealed-files.js';

async function errorOf(promise: Promise<unknown>): Promise<EdocError> {
  const error: unknown = await promise.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof EdocError) return error;
  throw error;
}

describe("the agent's directory", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-secrets-'));
    await put('agent.json', JSON.stringify(config));
  });

  afterEach(() => rm(directory, { recursive: true }));

  async function put(name: string, text: string, mode = 0o600): Promise<void> {
    await writeFile(join(directory, name), text);
    await chmod(join(directory, name), mode);
  }

  /** Keys for one passphrase, with a certificate that fits or does not. */
  async function putKeys(): Promise<void> {
    const files = await SealedFiles.create();
    const { certificates } = await files.signer('H41');
    const key = await encryptKey(await generateKey('ecdsa-p256'), 'đúng');
    await put('trust.pem', files.rootPem, 0o644);
    await put('h41.pem', certificates.map((der) => certificateToPem(Buffer.from(der))).join(''), 0o644);
    for (const name of ['h41.key', 'node.key']) await put(name, key);
    await put('passphrase', 'đúng\n');
  }

  const read = async () => readAgentSecrets((await readAgentPlace(directory)).config);

  it('has its paths made absolute', async () => {
    const { config: read } = await readAgentPlace(directory);
    expect(read.socket).to.equal(join(directory, 'run/agent.sock'));
    expect(read.agencies[0]?.key).to.equal(join(directory, 'h41.key'));
    expect(read.data).to.equal('/srv/data');
  });

  it('is refused without agent.json, with one that is no JSON, and with a wrong one', async () => {
    await put('agent.json', '{"node":');
    expect((await errorOf(readAgentPlace(directory))).code).to.equal('config.not-json');
    await put('agent.json', '{"node":"H41","agencies":[]}');
    const wrong = await errorOf(readAgentPlace(directory));
    expect(wrong.code).to.equal('config.invalid');
    expect(wrong.findings.map(({ place }) => place)).to.include.members(['node', 'broker', 'agencies']);
    await rm(join(directory, 'agent.json'));
    expect((await errorOf(readAgentPlace(directory))).code).to.equal('config.missing');
  });

  it('is refused where others can read a key or the passphrase, every such file named', async () => {
    await putKeys();
    await chmod(join(directory, 'h41.key'), 0o640);
    await chmod(join(directory, 'passphrase'), 0o604);
    const error = await errorOf(read());
    expect(error.code).to.equal('key.permissions');
    expect(error.findings.map(({ detail }) => detail)).to.deep.equal([
      { file: join(directory, 'passphrase'), mode: '604' },
      { file: join(directory, 'h41.key'), mode: '640' },
    ]);
  });

  it('takes the passphrase of its keys from elsewhere too', async () => {
    await putKeys();
    const { passphraseFile, ...others } = config;
    await put('agent.json', JSON.stringify({ ...others, passphrase: { file: 'khác' } }));
    await put('khác', 'sai\n');
    expect((await errorOf(read())).code).to.equal('key.passphrase');
    await put('khác', 'đúng\n');
    // The right passphrase: what is wrong then is the certificate, which belongs to no key here.
    expect((await errorOf(read())).code).to.equal('key.mismatch');
  });

  it('is refused with another passphrase, naming the key that it does not open', async () => {
    await putKeys();
    await put('passphrase', 'sai');
    const error = await errorOf(read());
    expect(error.code).to.equal('key.passphrase');
    expect(error.place).to.equal(join(directory, 'h41.key'));
  });

  it('is refused where key and certificate do not belong together', async () => {
    await putKeys();
    expect((await errorOf(read())).code).to.equal('key.mismatch');
  });

  it('is refused where a key is missing', async () => {
    await putKeys();
    await rm(join(directory, 'node.key'));
    expect((await errorOf(read())).code).to.equal('cli.file-missing');
  });
});

const config = {
  node: 'h41',
  broker: { urls: ['amqps://127.0.0.1:1/axis'], ca: 'trust.pem', certificate: 'node.pem', key: 'node.key' },
  trust: 'trust.pem',
  agencies: [{ code: 'H41', certificate: 'h41.pem', key: 'h41.key' }],
  passphraseFile: 'passphrase',
  data: '/srv/data',
  socket: 'run/agent.sock',
};
