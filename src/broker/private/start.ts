/** A private broker: own directory, own ports, own name server; it touches no other, and ends with this process. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EdocError } from '../../errors.js';
import { type PrivatePorts, prepareEnvironment } from './environment.js';
import { renderConfig } from './files.js';
import { Lifeline } from './lifeline.js';
import { type Installation, locateRabbitmq } from './locate.js';
import { areFree, freePorts, loopback } from './ports.js';
import { makeSlimHome } from './slim-home.js';

export interface PrivateBrokerOptions {
  /**
   * A directory made by `writeBrokerFiles`. It is copied; its ports and addresses are not used; an `advanced.config` in it
   * (RabbitMQ's own format) is.
   */
  readonly filesDir: string;
  /** Made for this broker and removed with it, so it must not exist yet; by default one in the system's temporary directory. */
  readonly dataDir?: string;
  readonly startTimeoutMs?: number;
  /** Listens without TLS too, for measurements of what TLS costs. */
  readonly plainAmqp?: boolean;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface PrivateBroker {
  readonly amqps: Endpoint;
  readonly management: Endpoint;
  /** Where `plainAmqp` was asked for. */
  readonly plainAmqp?: Endpoint;
  /** Of the broker's own process. */
  readonly pid: number;
  readonly logFile: string;
  /** Ends every process that was started and removes the data directory. Never rejects; may be called again. */
  stop(): Promise<void>;
}

/** How often to look for other ports when one was taken between choosing and listening. */
const portAttempts = 5;

/**
 * Resolves when the broker takes connections. @throws EdocError `broker.not-installed`, `broker.start-failed` (with the
 * end of its log; everything it started is gone by then)
 */
export async function startPrivateBroker(options: PrivateBrokerOptions): Promise<PrivateBroker> {
  const installation = await locateRabbitmq(process.env);
  for (let attempt = 1; ; attempt += 1) {
    const [amqps = 0, management = 0, distribution = 0, epmd = 0, plain = 0] = await freePorts(5);
    const ports = { amqps, management, distribution, epmd, ...(options.plainAmqp ? { plain } : {}) };
    const outcome = await tryToStart(options, installation, ports);
    if (!(outcome instanceof EdocError)) return outcome;
    if (attempt === portAttempts || (await areFree(Object.values(ports)))) throw outcome;
  }
}

async function tryToStart(
  options: PrivateBrokerOptions,
  installation: Installation,
  ports: PrivatePorts,
): Promise<PrivateBroker | EdocError> {
  const dataDir = await makeDataDir(options.dataDir);
  const logFile = join(dataDir, 'log', 'broker.log');
  const lifeline = await launch(options.filesDir, dataDir, logFile, installation, ports);
  const { startTimeoutMs = 60_000 } = options;
  const hasEnded = () => lifeline.hasEnded('epmd', 'broker');
  if (await isReady(hasEnded, logFile, 0, startTimeoutMs)) {
    const at = (port: number) => ({ host: loopback, port });
    return {
      amqps: at(ports.amqps),
      management: at(ports.management),
      ...(ports.plain === undefined ? {} : { plainAmqp: at(ports.plain) }),
      pid: lifeline.pid('broker'),
      logFile,
      stop: () => lifeline.stop(),
    };
  }
  const failure = await startFailed(logFile, startTimeoutMs);
  await lifeline.stop();
  return failure;
}

/** @returns `broker.start-failed` with the end of the broker's log */
export async function startFailed(logFile: string, startTimeoutMs: number): Promise<EdocError> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = log.trimEnd().split('\n').slice(-15).join('\n');
  return new EdocError('broker.start-failed', { detail: { seconds: startTimeoutMs / 1000, lines } });
}

/** The broker's private key is copied into it, so nobody else may look inside. */
export async function makeDataDir(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(join(tmpdir(), 'edoc-broker-'));
  await mkdir(wanted, { mode: 0o700 });
  return wanted;
}

/** From here on the supervisor owns `dataDir`; until then a failure leaves nothing behind. */
async function launch(
  filesDir: string,
  dataDir: string,
  logFile: string,
  installation: Installation,
  ports: PrivatePorts,
): Promise<Lifeline> {
  try {
    await cp(filesDir, dataDir, { recursive: true });
    await writeFile(
      join(dataDir, 'rabbitmq.conf'),
      renderConfig({ host: loopback, ports, directory: dataDir, plainPort: ports.plain, limited: false }),
    );
    const home = await makeSlimHome(installation.home, join(dataDir, 'home'));
    const env = await prepareEnvironment(installation, home, dataDir, ports);
    const lifeline = new Lifeline(dataDir);
    const surroundings = { env, cwd: dataDir, logFile };
    lifeline.start('epmd', { ...nameServer(installation, ports.epmd), ...surroundings });
    lifeline.start('broker', { ...brokerCommand(home), ...surroundings });
    return lifeline;
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

export function nameServer(installation: Installation, port: number) {
  return { command: installation.epmd, args: ['-address', loopback, '-port', String(port)] };
}

export function brokerCommand(home: string) {
  return { command: join(home, 'sbin', 'rabbitmq-server'), args: ['-noinput'] };
}

/** The broker says in its own log, which is nobody else's, that its listeners are open; a run before says it too. */
export async function isReady(
  hasEnded: () => boolean,
  logFile: string,
  times: number,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!hasEnded() && performance.now() < deadline) {
    if ((await startsIn(logFile)) > times) return true;
    await delay(40);
  }
  return false;
}

/** How often the log says that a broker had started. */
export async function startsIn(logFile: string): Promise<number> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.match(/completed with \d+ plugins|Server startup complete/g)?.length ?? 0;
}
