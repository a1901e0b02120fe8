/** The composition root of a running agent: everything put together, started in order, stopped in the opposite one. */
import { randomBytes } from 'node:crypto';
import { type AgentContext, alertsAfterMs, type Desk, defaultPolicy, startAgent } from '../../agent/index.js';
import { type BusOptions, openBus } from '../../broker/index.js';
import { openDoor } from '../../door/index.js';
import { type Log, openLog } from '../../log.js';
import { ContentFolder, openStore } from '../../store/index.js';
import { attachmentPolicy } from './attachment-policy.js';
import { type AgentPlace, readAgentPlace } from './directory.js';
import { readEvidence } from './evidence.js';
import { readAgentSecrets } from './secrets.js';

export interface AgentProcess {
  readonly desk: Desk;
  readonly log: Log;
  /** Takes nothing new, finishes what is under way, closes everything. */
  stop(): Promise<void>;
}

/** What another program that runs an agent, such as a test of what agents survive, has otherwise. */
export interface Otherwise {
  readonly bus?: Partial<BusOptions>;
  /** Called once, with everything put together, before the agent starts. */
  readonly context?: (context: AgentContext) => AgentContext;
}

const standardError = 2;
const hourMs = 3_600_000;
/** Pieces of attachments whose packet never came: longer than the longest deadline that a sender can have (`agent.json`). */
const leftoversAfterMs = 31 * 24 * hourMs;

/**
 * Reads agent.json and the keys, and starts the agent of the directory. When it resolves, clerks can work and the agent
 * receives, or will as soon as the broker is there.
 * @throws EdocError what keeps it from starting; nothing is left open then
 */
export async function startAgentProcess(directory: string, otherwise: Otherwise = {}): Promise<AgentProcess> {
  const began = performance.now();
  const place = await readAgentPlace(directory);
  const { config } = place;
  const secrets = await readAgentSecrets(config);
  const log = openLog({ level: config.logLevel, fd: standardError, name: config.node });
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  closers.push(() => secrets.close());
  try {
    const store = await openStore({ folder: config.data });
    closers.push(() => store.close());
    const { urls, heartbeatSeconds } = config.broker;
    const bus = openBus({
      urls,
      node: config.node,
      tls: secrets.tls,
      log,
      ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
      ...otherwise.bus,
    });
    closers.push(() => bus.close());
    const contents = new ContentFolder(config.data);
    const unfinished = await contents.forgetUnfinished();
    if (unfinished > 0) log.info('contents.cleaned', { count: unfinished });
    const { identities, trust } = secrets;
    const evidence = await readEvidence(config, trust);
    const context: AgentContext = {
      node: config.node,
      identities,
      trust,
      store,
      contents,
      bus,
      log,
      policy: policyOf(place),
      clock: { now: () => new Date(), elapsedMs: () => performance.now() },
      random: randomBytes,
      attachments: await attachmentPolicy(config),
      ...(evidence ? { evidence } : {}),
    };
    const agent = await startAgent(otherwise.context?.(context) ?? context);
    closers.push(() => agent.stop());
    const door = await openDoor({ socketPath: config.socket, desk: agent.desk, log });
    closers.push(() => door.close());
    closers.push(startCleaning(contents, log));
    log.info('agent.ready', {
      node: config.node,
      address: config.socket,
      state: bus.state,
      durationMs: Math.round(performance.now() - began),
    });
    return { desk: agent.desk, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function policyOf({ config: { deadlineHours, alertMinutes } }: AgentPlace): AgentContext['policy'] {
  return {
    ...defaultPolicy,
    deadlineMs: { ordinary: deadlineHours.ordinary * hourMs, urgent: deadlineHours.urgent * hourMs },
    alertAfterMs: alertsAfterMs(alertMinutes),
  };
}

/** Once an hour, what was left over of attachments is removed. Returns what ends it. */
function startCleaning(contents: ContentFolder, log: Log): () => Promise<void> {
  const timer = setInterval(() => {
    contents.clean(new Date(Date.now() - leftoversAfterMs)).then(
      (count) => {
        if (count > 0) log.info('contents.cleaned', { count });
      },
      (error: unknown) => log.warn('contents.not-cleaned', { error }),
    );
  }, hourMs);
  return async () => clearInterval(timer);
}
