/** The environment that keeps a private broker to itself: everything in its own directory, on its own ports. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { privateEnvironment } from './inter-node.js';
import type { Installation } from './locate.js';
import { loopback } from './ports.js';

export interface PrivatePorts {
  readonly amqps: number;
  readonly management: number;
  readonly distribution: number;
  readonly epmd: number;
  readonly plain?: number;
}

/**
 * Fewer and smaller tables than a server's defaults, no spinning while idle, two cores' worth of schedulers; dirty
 * schedulers keep Erlang's own spinning, without which loading a thousand modules takes half as long again.
 */
const virtualMachine = '+P 65536 +t 1048576 +sbwt none +S 2:2 +SDcpu 2:2 +SDio 2';

/** What makes a broker one of a cluster. */
export interface Membership {
  /** `NAME@localhost`; by default one made of the port. */
  readonly nodename?: string;
  /** Shared by the members; by default a new one. */
  readonly cookie?: string;
}

/** Writes the broker's cookie and name table into `dataDir`, and returns the environment to start it in. */
export async function prepareEnvironment(
  installation: Installation,
  home: string,
  dataDir: string,
  ports: PrivatePorts,
  { nodename = `edoc-${ports.amqps}@localhost`, cookie = newCookie() }: Membership = {},
): Promise<Record<string, string>> {
  await mkdir(join(dataDir, 'log'), { recursive: true });
  await writeFile(join(dataDir, '.erlang.cookie'), cookie, { mode: 0o400 });
  // Names from this table alone: no resolver process, no waiting for a name service.
  const names = [...new Set(['localhost', hostname().split('.')[0] ?? 'localhost', hostname()])];
  const table = `{lookup, [file]}.\n{host, {127,0,0,1}, [${names.map((name) => JSON.stringify(name)).join(', ')}]}.\n`;
  await writeFile(join(dataDir, 'inetrc'), table);
  // Erlang's own port would listen on all addresses; queues would report their depths every 5 s.
  const options = '-kernel inet_dist_use_interface {127,0,0,1} -rabbit quorum_tick_interval 500';
  const file = await privateEnvironment(dataDir, nodename, options);
  return {
    PATH: installation.path,
    HOME: dataDir,
    LANG: 'C.UTF-8',
    TMPDIR: dataDir,
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: loopback,
    ERL_INETRC: join(dataDir, 'inetrc'),
    ERL_CRASH_DUMP_BYTES: '0',
    RABBITMQ_SCRIPTS_DIR: join(home, 'sbin'),
    RABBITMQ_HOME: home,
    RABBITMQ_NODENAME: nodename,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_CONFIG_FILE: join(dataDir, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dataDir, 'advanced.config'),
    RABBITMQ_CONF_ENV_FILE: file ?? join(dataDir, 'none.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dataDir, 'enabled_plugins'),
    RABBITMQ_PLUGINS_DIR: join(home, 'plugins'),
    RABBITMQ_BASE: dataDir,
    RABBITMQ_MNESIA_BASE: join(dataDir, 'data'),
    RABBITMQ_LOG_BASE: join(dataDir, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: join(dataDir, 'broker.pid'),
    RABBITMQ_SERVER_ERL_ARGS: virtualMachine,
    // What stands in the environment goes before what stands in the file.
    ...(file === undefined ? { RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: options } : {}),
    // With this the script becomes the broker in place of waiting for it: one process, whose id is known.
    RABBITMQ_ALLOW_INPUT: '1',
  };
}

/** The secret by which Erlang's nodes know each other. */
export function newCookie(): string {
  return randomBytes(24).toString('hex');
}
