/** One private broker for a whole test run, started when the first test asks, with a fresh axis for each that asks. */
import { createPublicKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adminName,
  type Bus,
  type BusOptions,
  type ClientTls,
  type ManagementOptions,
  openBus,
  openProvisioning,
  type PrivateBroker,
  type Provisioning,
  startPrivateBroker,
  writeBrokerFiles,
} from '../../src/broker/index.js';
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
  readonly process: PrivateBroker;
  /** The throw-away root that the broker trusts, as PEM and as an issuer. */
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
export async function testBrokerFiles(): Promise<{
  directory: string;
  root: Issuer;
  ca: string;
  password: string;
}> {
  const key = await generateKey('ecdsa-p256');
  const certificate = await createRoot({ name: 'Test axis', key, years: 1, ...validity() });
  const root = { certificate, key };
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
  });
  return { directory, root, ca, password };
}

class RunningBroker implements TestBroker {
  readonly process: PrivateBroker;
  readonly ca: string;
  readonly root: Issuer;
  readonly management: ManagementOptions;
  readonly #certificates = new Map<string, Promise<ClientTls>>();

  private constructor(process: PrivateBroker, root: Issuer, ca: string, password: string) {
    this.process = process;
    this.root = root;
    this.ca = ca;
    const { host, port } = process.management;
    this.management = { url: `https://${host}:${port}`, user: adminName, password, ca };
  }

  static async start(): Promise<RunningBroker> {
    const { directory, root, ca, password } = await testBrokerFiles();
    try {
      const process = await startPrivateBroker({ filesDir: directory });
      return new RunningBroker(process, root, ca, password);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async axis(): Promise<TestAxis> {
    const vhost = `axis-${randomUUID().slice(0, 8)}`;
    const provisioning = openProvisioning({ ...this.management, vhost });
    await provisioning.provisionAxis();
    const { host, port } = this.process.amqps;
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

  stop(): Promise<void> {
    return this.process.stop();
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
