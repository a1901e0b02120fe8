/** The files of `deploy/`: what the code writes and takes, and units that systemd accepts. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { brokerUrls, parseAxisConfig } from '../src/axis/index.js';
import { setUpAxis } from '../src/cli/files/axis-setup.js';
import { edoc, projectRoot } from './e2e/support/edoc.js';

const deploy = join(projectRoot, 'deploy');
const units = join(deploy, 'systemd');
const hosts = ['mq1', 'mq2', 'mq3'];
/** The agent's own bound, then what closing its door and its connections may take. */
const slowestStopSeconds = 70;

describe('the deployment files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-test-deploy-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const setUp = (names: readonly string[]) => {
    const [host = '', ...furtherHosts] = names;
    const management = { host, port: 15_671 };
    const options = {
      name: 'Trục thử nghiệm',
      host,
      furtherHosts,
      management,
      keyKind: 'ecdsa-p256',
    } as const;
    return setUpAxis(folder, options, new Date());
  };

  it('of the brokers are those that `axis init` writes for three hosts', async () => {
    await setUp(hosts);
    for (const host of hosts) {
      const names = await readdir(join(deploy, 'rabbitmq', host));
      expect(names).to.have.members([
        'rabbitmq.conf',
        'rabbitmq-env.conf',
        'inter_node_tls.config',
        'enabled_plugins',
      ]);
      for (const name of names) {
        const written = await readFile(join(folder, 'broker', host, name), 'utf8');
        expect(await readFile(join(deploy, 'rabbitmq', host, name), 'utf8'), `${host}/${name}`).to.equal(
          written,
        );
      }
    }
  });

  it('make one cluster of the brokers, which stops where it has no majority, with limits', async () => {
    const { config } = await setUp(hosts);
    const lines = (await readFile(join(deploy, 'rabbitmq', 'mq2', 'rabbitmq.conf'), 'utf8')).split('\n');
    expect(lines).to.include.members([
      'cluster_formation.peer_discovery_backend = classic_config',
      ...hosts.map((host, index) => `cluster_formation.classic_config.nodes.${index + 1} = rabbit@${host}`),
      'cluster_partition_handling = pause_minority',
      'max_message_size = 16777216',
      'vm_memory_high_watermark.relative = 0.4',
      'disk_free_limit.absolute = 2GB',
    ]);
    expect(brokerUrls(config)).to.deep.equal(hosts.map((host) => `amqps://${host}:5671/%2F`));
  });

  it('keep what the brokers share between them, and drop it for a host that is none any more', async () => {
    await setUp(hosts);
    const read = (host: string, name: string) => readFile(join(folder, 'broker', host, name), 'utf8');
    const cookie = await read('mq1', 'erlang.cookie');
    const certificate = await read('mq1', 'tls/cluster.pem');
    await setUp(hosts);
    expect(await read('mq3', 'erlang.cookie')).to.equal(cookie);
    expect(await read('mq3', 'tls/cluster.pem')).to.equal(certificate);
    await setUp(['mq1', 'mq2', 'mq4']);
    expect(await readdir(join(folder, 'broker'))).to.have.members(['mq1', 'mq2', 'mq4']);
    expect(await read('mq4', 'erlang.cookie')).to.equal(cookie);
    expect(await read('mq4', 'tls/cluster.pem')).to.not.equal(certificate);
  });

  for (const [what, names] of [
    ['twice the same', ['mq1', 'mq1']],
    ['long and short names', ['mq1', 'mq2.nghean.gov.vn']],
    ['an IPv6 address', ['mq1', '::1']],
  ] as const) {
    it(`cannot be had for ${what}`, () => {
      const [host, ...furtherHosts] = names;
      const config = { name: 'Trục', host, furtherHosts, management: { host, port: 15_671 } };
      expect(() => parseAxisConfig(config))
        .to.throw()
        .with.property('code', 'axis.config');
    });
  }

  it('mount for each broker of the compose file what is its own', async () => {
    const text = await readFile(join(deploy, 'compose', 'compose.yaml'), 'utf8');
    for (const host of hosts) {
      const own = text.slice(
        text.indexOf(`\n  ${host}:\n`),
        text.indexOf('\n  mq', text.indexOf(`\n  ${host}:\n`) + 1),
      );
      expect(own).to.include(`hostname: ${host}\n`).and.include(`/broker/${host}:/etc/rabbitmq:ro`);
      expect(own).to.include(`/broker/${host}/erlang.cookie:/var/lib/rabbitmq/.erlang.cookie:ro`);
    }
  });

  it('are units that systemd accepts', async function () {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
      console.warn('      SKIPPED: systemd-analyze is not installed, the units were not checked');
      this.skip();
    }
    const names = (await readdir(units)).filter((name) => /\.(service|timer)$/.test(name));
    for (const name of names) {
      const text = await readFile(join(units, name), 'utf8');
      const here = text.replaceAll('/opt/edoc/bin/edoc.js', process.execPath);
      await writeFile(join(folder, name.replace('@', '@h41')), here);
    }
    const files = names.map((name) => join(folder, name.replace('@', '@h41')));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], {
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });

  it('start commands that there are, with options that they have', async () => {
    const started = new Set<string>();
    for (const name of await readdir(units)) {
      if (!name.endsWith('.service')) continue;
      const text = await readFile(join(units, name), 'utf8');
      const [, line = ''] = /^ExecStart=\/opt\/edoc\/bin\/edoc\.js (.*)$/m.exec(text) ?? [];
      const words = line.split(' ');
      const command = words.slice(0, 2);
      const { exitCode, stdout } = await edoc([...command, '--help']);
      expect(exitCode, line).to.equal(0);
      const general = await edoc(['--help']);
      for (const option of words.filter((word) => word.startsWith('--'))) {
        expect(stdout + general.stdout, line).to.include(option);
      }
      started.add(command.join(' '));
    }
    expect([...started]).to.have.members(['agent run', 'axis tsa', 'axis crl', 'axis publish']);
  });

  it('start services again for ever', async () => {
    for (const name of ['edoc-agent@.service', 'edoc-authority.service']) {
      const lines = (await readFile(join(units, name), 'utf8')).split('\n');
      expect(lines, name).to.include.members(['Restart=on-failure', 'StartLimitIntervalSec=0']);
    }
  });

  it('leave no image of a memory that has keys in it, and let nobody else read what is written', async () => {
    const names = (await readdir(units)).filter((name) => name.endsWith('.service'));
    expect(names).to.have.length.above(2);
    for (const name of names) {
      const lines = (await readFile(join(units, name), 'utf8')).split('\n');
      expect(lines, name).to.include.members(['LimitCORE=0', 'UMask=0077', 'NoNewPrivileges=yes']);
    }
  });

  it('give the agent the time that it may need to stop', async () => {
    const text = await readFile(join(units, 'edoc-agent@.service'), 'utf8');
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1])).to.be.above(slowestStopSeconds);
  });
});
