/** The ways from an axis directory to its broker: the files it starts from, its management, and the operator's connection. */
import { readFile } from 'node:fs/promises';
import { type AxisConfig, brokerUrl, type DirectoryBus, operatorNode } from '../../axis/index.js';
import {
  adminName,
  type Bus,
  type ClientTls,
  openBus,
  openProvisioning,
  type Provisioning,
  writeBrokerFiles,
} from '../../broker/index.js';
import type { Log } from '../../log.js';
import { decryptKey } from '../../signing/index.js';
import { axisFiles } from './axis-files.js';
import { certificatePath, keyPath } from './key-pairs.js';
import { readSecretFile } from './private-file.js';

const connectTimeoutMs = 20_000;
/** Where RabbitMQ looks for its files, on a host and in its container image. */
const installedAt = '/etc/rabbitmq';

/** Writes `broker/`. Its key lies there as the broker reads it, in the clear and for its owner alone. */
export async function writeAxisBroker(folder: string, config: AxisConfig, passphrase: string): Promise<void> {
  const files = axisFiles(folder);
  const key = decryptKey(await readSecretFile(keyPath(files, 'broker')), passphrase);
  await writeBrokerFiles(files.broker, {
    caPem: await readFile(certificatePath(files, 'root'), 'utf8'),
    serverCertPem: await readFile(certificatePath(files, 'broker'), 'utf8'),
    serverKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    admin: { password: (await readSecretFile(files.management)).trim() },
    host: listenAddress(config.host),
    ports: { amqps: config.amqpsPort, management: config.management.port },
    installedAt,
  });
}

export function managementUrl({ management: { host, port } }: AxisConfig): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function axisManagement(
  config: AxisConfig,
  access: { readonly password: string; readonly ca: string },
): Provisioning {
  return openProvisioning({ ...access, url: managementUrl(config), user: adminName, vhost: config.vhost });
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
      urls: [brokerUrl(this.#config)],
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
