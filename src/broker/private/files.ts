/** A broker's configuration as a directory of files, for a private broker, a real host or a container alike. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adminName, maxMessageBytes } from '../topology.js';
import { interNodeFiles, renderEnvironment, writeInterNode } from './inter-node.js';

export interface BrokerFiles {
  /** PEM: the axis root, which issued both the broker's certificate and the nodes'. */
  readonly caPem: string;
  readonly serverCertPem: string;
  readonly serverKeyPem: string;
  readonly admin: { readonly password: string };
  /** Address to listen on; by default the loopback address, so that nothing outside the computer reaches it. */
  readonly host?: string;
  readonly ports?: { readonly amqps: number; readonly management: number };
  /** Where the directory will stand when the broker reads it, such as `/etc/rabbitmq`; by default where it is written. */
  readonly installedAt?: string;
  /** Where the broker is one of a cluster. */
  readonly member?: ClusterMembership;
}

export interface ClusterMembership {
  /** Erlang's name of this broker, `rabbit@HOST`, and of all of them. */
  readonly nodename: string;
  readonly members: readonly string[];
  /** The secret that all members have; it goes into `erlang.cookie`, for the home of the broker's user. */
  readonly cookie: string;
  /** PEM: an authority for this alone, and the certificate and key that the members show each other. */
  readonly authorityPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export const defaultPorts = { amqps: 5671, management: 15_671 };

/**
 * Writes `rabbitmq.conf`, `enabled_plugins`, `definitions.json` and `tls/`. The private key is readable by its owner
 * alone; the administrator's password is kept only as RabbitMQ's salted hash. Files that are there are replaced. For a
 * member of a cluster also `rabbitmq-env.conf`, `inter_node_tls.config` and `erlang.cookie`.
 */
export async function writeBrokerFiles(directory: string, files: BrokerFiles): Promise<void> {
  await mkdir(join(directory, 'tls'), { recursive: true, mode: 0o755 });
  const { host = '127.0.0.1', ports = defaultPorts, installedAt = directory, member } = files;
  const write = (name: string, text: string, mode = 0o644) =>
    writeFile(join(directory, name), text, { mode });
  await Promise.all([
    write('tls/ca.pem', files.caPem),
    write('tls/broker.pem', files.serverCertPem),
    write('tls/broker.key', files.serverKeyPem, 0o600),
    write('rabbitmq.conf', renderConfig({ host, ports, directory: installedAt, members: member?.members })),
    write('enabled_plugins', `[${enabledPlugins.join(',')}].\n`),
    write('definitions.json', renderDefinitions(files.admin.password), 0o600),
  ]);
  if (!member) return;
  await Promise.all([
    write(interNodeFiles.authority, member.authorityPem),
    write(interNodeFiles.certificate, member.certificatePem),
    write(interNodeFiles.key, member.keyPem, 0o600),
    write('rabbitmq-env.conf', renderEnvironment(member.nodename, installedAt)),
    writeInterNode(directory, installedAt),
    write('erlang.cookie', member.cookie, 0o600),
  ]);
}

export const enabledPlugins = ['rabbitmq_management', 'rabbitmq_auth_mechanism_ssl'] as const;

/** AMQP over TLS with client certificates, management over TLS with a password, and no other door. */
export function renderConfig(where: {
  readonly host: string;
  readonly ports: { readonly amqps: number; readonly management: number };
  readonly directory: string;
  /** Opens a second door without TLS, for passwords: only ever to measure what the first one costs. */
  readonly plainPort?: number | undefined;
  /** Erlang names of all members, where the broker is one of a cluster. */
  readonly members?: readonly string[] | undefined;
  /** False for a broker of one's own, which takes what a small machine has left. */
  readonly limited?: boolean;
}): string {
  const { host, ports, directory, plainPort, members = [], limited = true } = where;
  const authority = join(directory, 'tls/ca.pem');
  const certificate = join(directory, 'tls/broker.pem');
  const key = join(directory, 'tls/broker.key');
  return `# Written by edoc. The broker of the axis: see spec/transport.md, sections 1 and 2.
${plainPort === undefined ? 'listeners.tcp = none' : `listeners.tcp.1 = ${host}:${plainPort}`}
listeners.ssl.1 = ${host}:${ports.amqps}
ssl_options.cacertfile = ${authority}
ssl_options.certfile = ${certificate}
ssl_options.keyfile = ${key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
ssl_options.depth = 2
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2

auth_mechanisms.1 = EXTERNAL${plainPort === undefined ? '' : '\nauth_mechanisms.2 = PLAIN'}
ssl_cert_login_from = common_name
max_message_size = ${maxMessageBytes}
load_definitions = ${join(directory, 'definitions.json')}

management.ssl.ip = ${host}
management.ssl.port = ${ports.management}
management.ssl.cacertfile = ${authority}
management.ssl.certfile = ${certificate}
management.ssl.keyfile = ${key}
management.ssl.versions.1 = tlsv1.3
management.ssl.versions.2 = tlsv1.2
management.rates_mode = none

log.console = true
log.console.level = info
log.file = false
${limited ? limits : ''}${members.length === 0 ? '' : clusterLines(members)}`;
}

/**
 * Beyond them the broker takes no more messages until there is room (spec/transport.md, section 4): RabbitMQ's own
 * 50 MB of free disk are too few for logs and segments to be written out in good order.
 */
const limits = `
vm_memory_high_watermark.relative = 0.4
disk_free_limit.absolute = 2GB
`;

/** A member that sees fewer than half of the others stops serving: two halves never both take messages. */
function clusterLines(members: readonly string[]): string {
  const nodes = members.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`);
  return `
cluster_formation.peer_discovery_backend = classic_config
${nodes.join('\n')}
cluster_partition_handling = pause_minority
`;
}

/** One user, for the management API. Nodes and the operator are created through it; there is no `guest`. */
function renderDefinitions(password: string): string {
  const user = {
    name: adminName,
    password_hash: passwordHash(password),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags: 'administrator',
  };
  return `${JSON.stringify({ users: [user], vhosts: [], permissions: [] }, null, 2)}\n`;
}

/** RabbitMQ's format: base64 of a 4-octet salt and SHA-256 over salt and password. */
function passwordHash(password: string): string {
  const salt = randomBytes(4);
  const digest = createHash('sha256').update(salt).update(password, 'utf8').digest();
  return Buffer.concat([salt, digest]).toString('base64');
}
