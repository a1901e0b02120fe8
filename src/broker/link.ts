/** One TLS connection to one broker address: opening it, and what its ends mean. */
import { isIP } from 'node:net';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { EdocError } from '../errors.js';
import { Intake, takeOver } from './driver.js';
import type { PartBuffers } from './part-buffers.js';
import { cut, endWhenSilent } from './silence.js';
import { within } from './within.js';

/** PEM texts. `ca` is the axis root, and nothing else is trusted. */
export interface ClientTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
}

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly vhost: string;
  /** For people and logs. */
  readonly text: string;
}

/** How a node is there for the broker, and how long it waits for it. */
export interface LinkOptions {
  /** For people who look at the broker's connections: the node's name. */
  readonly node: string;
  readonly tls: ClientTls;
  readonly connectTimeoutMs: number;
  /** The broker sends a frame at least every half of it (`silence.ts`), and gives up a client that is silent for twice as long. */
  readonly heartbeatSeconds: number;
  /** For the parts that it reads. */
  readonly buffers: PartBuffers;
}

const frameBytes = 131_072;

/** `amqps://host:port/vhost`; the port may be left out (5671), and so may the virtual host (`/`). @throws EdocError `broker.url` */
export function parseAddress(url: string, variable = 'broker address'): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const plain =
    parsed?.username === '' && parsed.password === '' && parsed.search === '' && parsed.hash === '';
  if (parsed?.protocol !== 'amqps:' || parsed.hostname === '' || !plain) {
    throw new EdocError('broker.url', { detail: { variable, form: 'amqps://host:port/vhost' } });
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = parsed.port === '' ? 5671 : Number(parsed.port);
  const path = parsed.pathname.slice(1);
  return {
    host,
    port,
    vhost: path === '' ? '/' : decodeURIComponent(path),
    text: `${parsed.hostname}:${port}`,
  };
}

/** @throws EdocError `broker.unavailable`, `broker.tls`, `broker.refused` */
export async function openLink(
  address: Address,
  { node, tls, connectTimeoutMs, heartbeatSeconds, buffers }: LinkOptions,
): Promise<ChannelModel> {
  const intake = new Intake();
  try {
    const model = await connect(
      {
        protocol: 'amqps',
        hostname: address.host,
        port: address.port,
        vhost: encodeURIComponent(address.vhost),
        heartbeat: heartbeatSeconds,
        frameMax: frameBytes,
      },
      {
        ...tls,
        ...intake.options,
        minVersion: 'TLSv1.2',
        // The name in the certificate is checked against the host either way; server name indication takes no address.
        ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
        credentials: credentials.external(),
        noDelay: true,
        keepAlive: true,
        keepAliveDelay: 30_000,
        timeout: connectTimeoutMs,
        clientProperties: { connection_name: node },
      },
    );
    takeOver(model.connection, buffers.allocate, intake);
    endWhenSilent(model.connection, heartbeatSeconds);
    return model;
  } catch (error) {
    throw openingError(error, address, node);
  }
}

/** Never rejects. A broker that is gone, or reads nothing because it is blocked, does not answer: then the line is cut. */
export function closeLink(model: ChannelModel, timeoutMs: number): Promise<void> {
  // The driver refuses a second close, which must not cut what the first is about to end in good order.
  const closing = closings.get(model) ?? closeOnce(model, timeoutMs);
  closings.set(model, closing);
  return closing;
}

const closings = new WeakMap<ChannelModel, Promise<void>>();

async function closeOnce(model: ChannelModel, timeoutMs: number): Promise<void> {
  await within(
    model.close().catch(() => undefined),
    timeoutMs,
  );
  cut(model.connection);
}

/** What a connection that was not opened means. The driver gives no code where the broker ended the handshake. */
function openingError(error: unknown, address: Address, node: string): EdocError {
  const code = systemCode(error);
  if (code === undefined) {
    return new EdocError('broker.refused', { detail: { address: address.text, node }, cause: error });
  }
  if (/^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_)/.test(code)) {
    return new EdocError('broker.tls', { detail: { address: address.text, reason: code }, cause: error });
  }
  return new EdocError('broker.unavailable', { detail: { address: address.text }, cause: error });
}

/** What an open connection or channel that ended means. 403 and 530 are AMQP's access-refused and not-allowed. */
export function lostError(error: unknown, address: Address, node: string): EdocError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 403 || code === 530) {
    return new EdocError('broker.refused', { detail: { address: address.text, node }, cause: error });
  }
  return new EdocError('broker.unavailable', { detail: { address: address.text }, cause: error });
}

function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
