import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeBrokerFiles } from '../../../src/broker/index.js';

describe('the broker’s files', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-test-files-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  const pems = { caPem: 'CA\n', serverCertPem: 'CERTIFICATE\n', serverKeyPem: 'KEY\n' };
  const read = (name: string) => readFile(join(directory, name), 'utf8');

  it('open no door but TLS, with a client certificate for AMQP, on the loopback address', async () => {
    await writeBrokerFiles(directory, { ...pems, admin: { password: 'secret' } });
    const lines = (await read('rabbitmq.conf')).split('\n');
    expect(lines).to.include.members([
      'listeners.tcp = none',
      'listeners.ssl.1 = 127.0.0.1:5671',
      'ssl_options.verify = verify_peer',
      'ssl_options.fail_if_no_peer_cert = true',
      'auth_mechanisms.1 = EXTERNAL',
      'ssl_cert_login_from = common_name',
      'max_message_size = 16777216',
      'management.ssl.ip = 127.0.0.1',
    ]);
    expect(
      lines.filter((line) =>
        /^(auth_mechanisms\.2|listeners\.tcp\.|management\.tcp|default_user)/.test(line),
      ),
    ).to.deep.equal([]);
  });

  it('can be written for the place where they will stand', async () => {
    const ports = { amqps: 1, management: 2 };
    const options = { host: '0.0.0.0', ports, installedAt: '/etc/rabbitmq', admin: { password: 'x' } };
    await writeBrokerFiles(directory, { ...pems, ...options });
    const text = await read('rabbitmq.conf');
    expect(text).to.include('listeners.ssl.1 = 0.0.0.0:1\n').and.include('management.ssl.port = 2\n');
    expect(text)
      .to.include('ssl_options.keyfile = /etc/rabbitmq/tls/broker.key\n')
      .and.not.include(directory);
  });

  it('keep the key to their owner, and of the password only a salted hash', async () => {
    await writeBrokerFiles(directory, { ...pems, admin: { password: 'secret' } });
    for (const name of ['tls/broker.key', 'definitions.json']) {
      expect((await stat(join(directory, name))).mode & 0o777, name).to.equal(0o600);
    }
    const { users } = JSON.parse(await read('definitions.json'));
    expect(users).to.have.length(1);
    expect(users[0]).to.include({ name: 'axis-admin', tags: 'administrator' });
    const hash = Buffer.from(users[0].password_hash, 'base64');
    const expected = createHash('sha256').update(hash.subarray(0, 4)).update('secret').digest();
    expect(hash.subarray(4).equals(expected)).to.equal(true);
    expect(await readdir(directory)).to.have.members([
      'definitions.json',
      'enabled_plugins',
      'rabbitmq.conf',
      'tls',
    ]);
  });
});
