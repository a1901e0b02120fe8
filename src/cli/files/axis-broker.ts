/** The ways from an axis directory to its broker: the files it starts from, its management, and the operator's connection. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AxisConfig,
  axisHosts,
  brokerUrls,
  type DirectoryBus,
  managementUrls,
  operatorNode,
} from '../../axis/index.js';
import {
  adminName,
  type Bus,
  type ClientTls,
  type ClusterMembership,
  openBus,
  openProvisioning,
  type Provisioning,
} from '../../broker/index.js';
import type { Log } from '../../log.js';
import { decryptKey } from '../../signing/index.js';
import { axisFiles } from './axis-files.js';
import { replaceBrokerFiles } from './broker-folder.js';
import { certificatePath, keyPath } from './key-pairs.js';
import { readIfPresent, readSecretFile } from './private-file.js';

/** What the brokers of a cluster show each other, as `createClusterPair` makes it. */
export const clusterKeyName = 'cluster';
export const clusterAuthority = 'cluster-ca';

const connectTimeoutMs = 20_000;
/** Where RabbitMQ looks for its files, on a host and in its container image. */
const installedAt = '/etc/rabbitmq';

/**
 * Writes `broker/`, or for a cluster `broker/HOST/` for each host. Keys lie there as the broker reads them, in the clear
 * and for their owner alone. Where not all files of all hosts can be written, those that are there stay.
 * @throws EdocError `cli.file-unwritable`
 */
export async function writeAxisBroker(folder: string, config: AxisConfig, passphrase: string): Promise<void> {
  const files = axisFiles(folder);
  const openKey = async (name: string) =>
    decryptKey(await readSecretFile(keyPath(files, name)), passphrase)
      .export({ type: 'pkcs8', format: 'pem' })
      .toString();
  const common = {
    caPem: await readFile(certificatePath(files, 'root'), 'utf8'),
    serverCertPem: await readFile(certificatePath(files, 'broker'), 'utf8'),
    serverKeyPem: await openKey('broker'),
    admin: { password: (await readSecretFile(files.management)).trim() },
    ports: { amqps: config.amqpsPort, management: config.management.port },
    installedAt,
  };
  const hosts = axisHosts(config);
  if (hosts.length === 1) {
    const single = { ...common, host: listenAddress(config.host) };
    await replaceBrokerFiles([{ folder: files.broker, files: single }]);
    return forgetFormerHosts(files.broker, hosts);
  }
  const cluster: Omit<ClusterMembership, 'nodename'> = {
    members: hosts.map((host) => `rabbit@${host}`),
    cookie: (await readSecretFile(files.cookie)).trim(),
    authorityPem: await readFile(certificatePath(files, clusterAuthority), 'utf8'),
    certificatePem: await readFile(certificatePath(files, clusterKeyName), 'utf8'),
    keyPem: await openKey(clusterKeyName),
  };
  await replaceBrokerFiles(
    hosts.map((host) => {
      const member = { ...cluster, nodename: `rabbit@${host}` };
      return { folder: join(files.broker, host), files: { ...common, host: listenAddress(host), member } };
    }),
  );
  await forgetFormerHosts(files.broker, hosts);
}

/** A folder that an earlier set-up wrote for a host that is none any more holds keys that nobody should find. */
async function forgetFormerHosts(folder: string, hosts: readonly string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const { name } = entry;
    const isFormer = !hosts.includes(name) || hosts.length === 1;
    const cookie = join(folder, name, 'erlang.cookie');
    if (isFormer && (await readIfPresent(cookie)) !== undefined) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

export function axisManagement(
  config: AxisConfig,
  access: { readonly password: string; readonly ca: string },
): Provisioning {
  const [url = '', ...furtherUrls] = managementUrls(config);
  return openProvisioning({ ...access, url, furtherUrls, user: adminName, vhost: config.vhost });
}

/** Connects when there is something to publish, and stays connected until it is closed. */
export class OperatorBus implements DirectoryBus {
  readonly #config: AxisConfig;
  readonly #tls: ClientTls;
  readonly #log: Log;
  #bus: Bus | undefined;

  constructor(config: AxisConfig, tls: ClientTls, log: Log) {
    this.#config = config;
    this.#tls = tls;
    this.#log = log;
  }

  async publish(pages: readonly { readonly messageId: string; readonly body: Uint8Array }[]): Promise<void> {
    this.#bus ??= openBus({
      urls: brokerUrls(this.#config),
      node: operatorNode,
      tls: this.#tls,
      log: this.#log,
    });
    const bus = this.#bus;
    await bus.connected(connectTimeoutMs);
    // Unroutable means that there is no node yet: then there is nobody who misses it.
    await Promise.all(
      pages.map(({ messageId, body }) =>
        bus.publish({ type: 'directory', lane: 'urgent', recipients: [], messageId, body }),
      ),
    );
  }

  async close(): Promise<void> {
    await this.#bus?.close();
    this.#bus = undefined;
  }
}

/** A broker for this machine alone listens nowhere else. */
function listenAddress(host: string): string {
  if (['localhost', '127.0.0.1', '::1'].includes(host)) return '127.0.0.1';
  return host.includes(':') ? '::' : '0.0.0.0';
}
