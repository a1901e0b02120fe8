import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  adminName,
  openBus,
  openProvisioning,
  type PrivateBroker,
  startPrivateBroker,
} from '../../../src/broker/index.js';
import { descendants } from '../../../src/broker/private/process-tree.js';
import { silentLog } from '../../../src/log.js';
import { clientTls, testBrokerFiles } from '../../support/broker.js';
import { expectCode } from '../expect-code.js';
import { until } from '../inbox.js';

describe('a private broker', () => {
  let files: Awaited<ReturnType<typeof testBrokerFiles>>;
  /** Stands in for the system's temporary directory, so that what is left behind is seen. */
  let temporary: string;

  beforeEach(async () => {
    files = await testBrokerFiles();
    temporary = await mkdtemp(join(tmpdir(), 'edoc-test-private-'));
  });

  afterEach(async () => {
    await rm(files.directory, { recursive: true, force: true });
    await rm(temporary, { recursive: true, force: true });
  });

  it('stands beside another, each with its own ports and data, and takes everything with it when stopped', async () => {
    const before = new Set(await descendants(process.pid));
    const dataDirs = ['a', 'b'].map((name) => join(temporary, name));
    const brokers = await Promise.all(
      dataDirs.map((dataDir) => startPrivateBroker({ filesDir: files.directory, dataDir })),
    );
    const ports = brokers.flatMap(({ amqps, management }) => [amqps.port, management.port]);
    expect(new Set(ports).size).to.equal(4);
    const provisionings = brokers.map((broker, i) => provisioningOf(broker, `axis-${i}`));
    for (const [i, provisioning] of provisionings.entries()) {
      await provisioning.provisionAxis();
      await provisioning.provisionNode(`node-${i}`);
    }
    const overviews = await Promise.all(provisionings.map((provisioning) => provisioning.axisOverview()));
    expect(overviews.map((lines) => lines.map(({ node }) => node))).to.deep.equal([['node-0'], ['node-1']]);
    const processes = (await descendants(process.pid)).filter((id) => !before.has(id));
    expect(processes.length).to.be.at.least(6);
    for (const provisioning of provisionings) provisioning.close();
    await Promise.all(brokers.map((broker) => broker.stop()));
    expect(await readdir(temporary)).to.deep.equal([]);
    await until(async () => (await living(processes)).length === 0);
  });

  function provisioningOf(broker: PrivateBroker, vhost: string) {
    const url = `https://127.0.0.1:${broker.management.port}`;
    return openProvisioning({ url, user: adminName, password: files.password, ca: files.ca, vhost });
  }

  it('listens on the loopback address alone', async function () {
    if (process.platform !== 'linux') {
      console.log(
        '      SKIPPED: who listens where is read from /proc, which only Linux has; it was not looked at',
      );
      this.skip();
    }
    const broker = await startPrivateBroker({ filesDir: files.directory });
    const processes = await descendants(process.pid);
    const sockets = new Set((await Promise.all(processes.map(socketsOf))).flat());
    const listening = await listeners(sockets);
    expect(listening.length).to.be.at.least(3);
    // The distribution port of Erlang answers only to who knows the cookie; it too is bound to the loopback address.
    expect(listening.filter((address) => !/^(0100007F|0{24}01000000):/.test(address))).to.deep.equal([]);
    await broker.stop();
  });

  for (const [how, wish] of [
    ['is killed with SIGKILL', 'stay'],
    ['ends without stopping it', 'exit'],
  ] as const) {
    it(`leaves no process and no file when the process that started it ${how}`, async () => {
      const parent = startParent(wish);
      const started = once(createInterface({ input: parent.stdout ?? process.stdin }), 'line');
      const exited = once(parent, 'exit');
      await started;
      const processes = await descendants(parent.pid ?? 0);
      if (wish === 'stay') {
        expect(processes.length).to.be.at.least(3);
        parent.kill('SIGKILL');
      }
      await exited;
      await until(
        async () => (await living(processes)).length === 0 && (await readdir(temporary)).length === 0,
      );
    });
  }

  it('leaves nothing either when that process is killed while the broker is starting', async () => {
    const parent = startParent('stay');
    const exited = once(parent, 'exit');
    const seen = new Set<number>();
    const look = async () => {
      for (const id of await descendants(parent.pid ?? 0)) seen.add(id);
    };
    // The supervisor, the name server and the broker; then on, into the broker's own start.
    await until(async () => {
      await look();
      return seen.size >= 3;
    });
    for (let i = 0; i < 30; i += 1) {
      await look();
      await delay(20);
    }
    parent.kill('SIGKILL');
    await exited;
    await until(
      async () => (await living([...seen])).length === 0 && (await readdir(temporary)).length === 0,
    );
  });

  function startParent(wish: string): ChildProcess {
    const script = fileURLToPath(new URL('./lonely-parent.js', import.meta.url));
    const env = { ...process.env, TMPDIR: temporary };
    return spawn(process.execPath, [script, files.directory, wish], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  it('says with the end of its log why it did not start, and leaves nothing', async () => {
    await writeFile(join(files.directory, 'advanced.config'), 'not Erlang');
    const dataDir = join(temporary, 'a');
    const error = await expectCode(
      startPrivateBroker({ filesDir: files.directory, dataDir }),
      'broker.start-failed',
    );
    expect(error.detail)
      .to.have.property('lines')
      .that.matches(/advanced_configuration_file/);
    expect(await readdir(temporary)).to.deep.equal([]);
  });

  it('gives up after the time it is given', async () => {
    const options = { filesDir: files.directory, dataDir: join(temporary, 'a'), startTimeoutMs: 100 };
    const error = await expectCode(startPrivateBroker(options), 'broker.start-failed');
    expect(error.detail).to.include({ seconds: 0.1 });
    expect(await readdir(temporary)).to.deep.equal([]);
  });

  it('tells publishers when it is short of disk space', async () => {
    await writeFile(
      join(files.directory, 'advanced.config'),
      '[{rabbit, [{disk_free_limit, 1000000000000000000}]}].\n',
    );
    const broker = await startPrivateBroker({ filesDir: files.directory });
    const provisioning = provisioningOf(broker, 'axis');
    await provisioning.provisionAxis();
    await provisioning.provisionNode('h41');
    const tls = await clientTls(files.root, files.ca, 'h41');
    const urls = [`amqps://127.0.0.1:${broker.amqps.port}/axis`];
    const bus = openBus({ urls, node: 'h41', tls, log: silentLog, closeTimeoutMs: 200 });
    await bus.connected(10_000);
    const message = {
      type: 'ping',
      messageId: 'p',
      lane: 'urgent',
      recipients: ['h41'],
      body: Buffer.from('p'),
    } as const;
    const first = bus.publish(message).catch((error: unknown) => error);
    await until(() => bus.state === 'blocked');
    const error = await expectCode(bus.publish(message), 'broker.blocked');
    expect(error.retryable).to.equal(true);
    await bus.close();
    expect(await first).to.have.property('code', 'broker.unavailable');
    provisioning.close();
    await broker.stop();
  });
});

/** Those of the processes that still run; one that has ended and waits for its parent to notice does not. */
async function living(ids: readonly number[]): Promise<number[]> {
  const states = await Promise.all(ids.map(async (id) => ({ id, runs: await runs(id) })));
  return states.filter(({ runs: still }) => still).map(({ id }) => id);
}

async function runs(id: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    return stat !== '' && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  }
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** Inodes of a process's sockets, from Linux's process directory. */
async function socketsOf(id: number): Promise<string[]> {
  const directory = `/proc/${id}/fd`;
  const names = await readdir(directory).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(join(directory, name)).catch(() => '')));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}

/** The local addresses, as Linux writes them, of those of the sockets that listen. */
async function listeners(inodes: ReadonlySet<string>): Promise<string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/));
  const listening = rows.filter((row) => row[3] === '0A' && inodes.has(row[9] ?? ''));
  return listening.map((row) => row[1] ?? '');
}
