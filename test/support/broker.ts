/**
 * One broker for a whole test run, with a fresh virtual host for each test that asks: a private one, started when the first
 * test asks, or the one that `EDOC_BROKER_URL`, `EDOC_BROKER_MANAGEMENT_URL` and `EDOC_BROKER_FILES` name (README.md).
 */
import { createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClusterPair } from '../../src/axis/index.js';
import {
  adminName,
  type Bus,
  type BusOptions,
  type ClientTls,
  type ClusterMember,
  type ClusterMembership,
  type Endpoint,
  type ExternalBroker,
  externalBroker,
  type ManagementOptions,
  openBus,
  openProvisioning,
  type PrivateBroker,
  type PrivateCluster,
  type Provisioning,
  startPrivateBroker,
  startPrivateCluster,
  writeBrokerFiles,
} from '../../src/broker/index.js';
import { axisFiles } from '../../src/cli/files/axis-files.js';
import { readKeyPair } from '../../src/cli/files/key-pairs.js';
import { readSecretFile } from '../../src/cli/files/private-file.js';
import { silentLog } from '../../src/log.js';
import {
  certificateToPem,
  createRoot,
  generateKey,
  type Issuer,
  issueBroker,
  issueNode,
} from '../../src/signing/index.js';

export interface TestBroker {
  readonly amqps: Endpoint;
  /** The root that the broker trusts, as PEM and as an issuer. */
  readonly ca: string;
  readonly root: Issuer;
  readonly management: ManagementOptions;
  /** A virtual host of its own, with exchanges and the operator's rights. */
  axis(): Promise<TestAxis>;
  /** A certificate with this CN and its key; the same on every call. */
  nodeTls(name: string): Promise<ClientTls>;
}

export interface TestAxis {
  readonly vhost: string;
  /** `amqps://host:port/vhost` */
  readonly url: string;
  readonly broker: TestBroker;
  readonly provisioning: Provisioning;
  /** A connected bus of this node (which must be provisioned); closed by {@link remove}. */
  bus(node: string, options?: Partial<BusOptions>): Promise<Bus>;
  /** Closes the buses and removes the virtual host. */
  remove(): Promise<void>;
}

export interface TestCluster {
  readonly broker: TestBroker;
  readonly cluster: PrivateCluster;
  stop(): Promise<void>;
}

let shared: Promise<RunningBroker> | undefined;

export function sharedBroker(): Promise<TestBroker> {
  shared ??= RunningBroker.start();
  return shared;
}

/** For the end of the run; whoever asks after it gets another one. Does nothing where no test asked for a broker. */
export async function stopSharedBroker(): Promise<void> {
  const running = shared;
  shared = undefined;
  await (await running?.catch(() => undefined))?.stop();
}

/** A throw-away certificate authority and the files of a broker that trusts it, in a directory for the caller to remove. */
export async function testBrokerFiles({
  mutual = false,
  root: given,
}: {
  mutual?: boolean;
  root?: Issuer;
} = {}): Promise<{
  directory: string;
  root: Issuer;
  ca: string;
  password: string;
}> {
  const root = given ?? (await testRoot());
  const { certificate } = root;
  const serverKey = await generateKey('ecdsa-p256');
  const hosts = ['127.0.0.1', 'localhost'];
  const server = await issueBroker(root, {
    commonName: 'broker',
    hosts,
    ...validity(),
    publicKey: createPublicKey(serverKey),
  });
  const directory = await mkdtemp(join(tmpdir(), 'edoc-test-broker-'));
  const ca = certificateToPem(certificate);
  const password = randomBytes(16).toString('hex');
  await writeBrokerFiles(directory, {
    caPem: ca,
    serverCertPem: certificateToPem(server),
    serverKeyPem: keyToPem(serverKey),
    admin: { password },
    ...(mutual ? { member: await testMembership() } : {}),
  });
  return { directory, root, ca, password };
}

async function testRoot(): Promise<Issuer> {
  const key = await generateKey('ecdsa-p256');
  return { key, certificate: await createRoot({ name: 'Test axis', key, years: 1, ...validity() }) };
}

/** For what the brokers of a cluster say to each other; names and cookie are the private cluster's own. */
async function testMembership(): Promise<ClusterMembership> {
  const { authority, certificate, key } = await createClusterPair({
    name: 'Test axis',
    hosts: ['localhost', '127.0.0.1'],
    keyKind: 'ecdsa-p256',
    now: new Date(),
    random: randomBytes,
  });
  return {
    nodename: 'rabbit@localhost',
    members: [],
    cookie: randomBytes(16).toString('hex'),
    authorityPem: certificateToPem(authority),
    certificatePem: certificateToPem(certificate),
    keyPem: keyToPem(key),
  };
}

interface BrokerInUse {
  readonly amqps: Endpoint;
  readonly management: ManagementOptions;
  readonly root: Issuer;
  stop(): Promise<void>;
}

async function privateBroker(): Promise<BrokerInUse> {
  const { directory, root, ca, password } = await testBrokerFiles();
  try {
    const broker = await startPrivateBroker({ filesDir: directory });
    const { host, port } = broker.management;
    const management = { url: `https://${host}:${port}`, user: adminName, password, ca };
    return { amqps: broker.amqps, management, root, stop: () => broker.stop() };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A further private broker with this virtual host, for the same nodes as the axis; for the caller to stop. */
export async function furtherBroker(axis: TestAxis): Promise<PrivateBroker & { readonly url: string }> {
  const { directory, ca, password } = await testBrokerFiles({ root: axis.broker.root });
  try {
    const broker = await startPrivateBroker({ filesDir: directory });
    const { host, port } = broker.management;
    const url = `https://${host}:${port}`;
    const provisioning = openProvisioning({ url, user: adminName, password, ca, vhost: axis.vhost });
    await provisioning.provisionAxis();
    for (const { node } of await axis.provisioning.axisOverview()) await provisioning.provisionNode(node);
    provisioning.close();
    return { ...broker, url: `amqps://${broker.amqps.host}:${broker.amqps.port}/${axis.vhost}` };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Three or more brokers that are one, with TLS between them; for the caller to stop. */
export async function clusterBroker(size: number): Promise<TestCluster> {
  const { directory, root, ca, password } = await testBrokerFiles({ mutual: true });
  try {
    const cluster = await startPrivateCluster({ filesDir: directory, size });
    const [first, ...others] = cluster.members;
    if (!first) throw new Error('a cluster has members');
    const url = ({ management: { host, port } }: ClusterMember) => `https://${host}:${port}`;
    const management = { url: url(first), furtherUrls: others.map(url), user: adminName, password, ca };
    const broker = RunningBroker.of({
      amqps: first.amqps,
      management,
      root,
      stop: () => cluster.stop(),
    });
    return { broker, cluster, stop: () => cluster.stop() };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A broker that runs already trusts the root of the axis directory that made its files. */
async function givenBroker(external: ExternalBroker): Promise<BrokerInUse> {
  const files = axisFiles(process.env['EDOC_BROKER_FILES'] ?? '');
  const root = await readKeyPair(files, 'root', (await readSecretFile(files.passphrase)).trim());
  if (!root) throw new Error('EDOC_BROKER_FILES names no axis directory');
  const { hostname, port } = new URL(external.urls[0] ?? '');
  return {
    amqps: { host: hostname, port: Number(port || 5671) },
    management: { ...external.management, ca: certificateToPem(root.certificate) },
    root,
    stop: async () => {},
  };
}

class RunningBroker implements TestBroker {
  readonly amqps: Endpoint;
  readonly ca: string;
  readonly root: Issuer;
  readonly management: ManagementOptions;
  readonly stop: () => Promise<void>;
  readonly #certificates = new Map<string, Promise<ClientTls>>();

  private constructor({ amqps, management, root, stop }: BrokerInUse) {
    this.amqps = amqps;
    this.management = management;
    this.root = root;
    this.ca = management.ca;
    this.stop = stop;
  }

  static of(broker: BrokerInUse): RunningBroker {
    return new RunningBroker(broker);
  }

  static async start(): Promise<RunningBroker> {
    const external = externalBroker(process.env);
    return new RunningBroker(external ? await givenBroker(external) : await privateBroker());
  }

  async axis(): Promise<TestAxis> {
    const vhost = `axis-${randomUUID().slice(0, 8)}`;
    const provisioning = openProvisioning({ ...this.management, vhost });
    await provisioning.provisionAxis();
    const { host, port } = this.amqps;
    const url = `amqps://${host}:${port}/${vhost}`;
    const buses: Bus[] = [];
    return {
      vhost,
      url,
      broker: this,
      provisioning,
      bus: async (node, options = {}) => {
        const tls = await this.nodeTls(node);
        const bus = openBus({ urls: [url], node, tls, log: silentLog, ...options });
        buses.push(bus);
        await bus.connected(20_000);
        return bus;
      },
      remove: async () => {
        await Promise.all(buses.map((bus) => bus.close()));
        await provisioning.removeAxis();
        provisioning.close();
      },
    };
  }

  nodeTls(name: string): Promise<ClientTls> {
    const tls = this.#certificates.get(name) ?? clientTls(this.root, this.ca, name);
    this.#certificates.set(name, tls);
    return tls;
  }
}

/** A client certificate by any root, also one that the broker does not trust. */
export async function clientTls(root: Issuer, ca: string, node: string): Promise<ClientTls> {
  const key = await generateKey('ecdsa-p256');
  const certificate = await issueNode(root, { node, publicKey: createPublicKey(key), ...validity() });
  return { ca, cert: certificateToPem(certificate), key: keyToPem(key) };
}

function validity() {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const notAfter = new Date(now.getTime() + 30 * 24 * 3_600_000);
  return { now, notBefore: now, notAfter, serialNumber: new Uint8Array(randomBytes(16)) };
}

function keyToPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
