/**
 * An agent inside the test's own process, put together as `edoc agent run` does it, with what a test wants otherwise: a
 * clock of its own, a shorter patience, a bus that fails on purpose.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Agent,
  type AgentContext,
  type AgentPolicy,
  type AgentStore,
  type Bus,
  type ContentStore,
  type Desk,
  defaultPolicy,
  startAgent,
} from '../../src/agent/index.js';
import { openBus } from '../../src/broker/index.js';
import { type AgentPlace, readAgentPlace } from '../../src/cli/agent/directory.js';
import { readEvidence } from '../../src/cli/agent/evidence.js';
import { type AgentSecrets, readAgentSecrets } from '../../src/cli/agent/secrets.js';
import { silentLog } from '../../src/log.js';
import { ContentFolder, openReader, openStore, type Store, type StoreReader } from '../../src/store/index.js';

export interface NodeOptions {
  readonly now?: () => Date;
  /** The machine's own clock, which nobody sets; in milliseconds. */
  readonly elapsedMs?: () => number;
  readonly policy?: Partial<AgentPolicy>;
  readonly log?: AgentContext['log'];
  /** Stands between the agent and the broker. */
  readonly bus?: (bus: Bus) => Bus;
  /** Stands between the agent and its store. */
  readonly store?: (store: AgentStore) => AgentStore;
  /** Stands between the agent and its attachments. */
  readonly contents?: (contents: ContentStore) => ContentStore;
  /** Where to look for the broker instead, without waiting for it. */
  readonly urls?: readonly string[];
  /** How it looks at the signatures inside attachments; else it does not. */
  readonly attachments?: AgentContext['attachments'];
}

export interface TestNode {
  readonly directory: string;
  readonly desk: Desk;
  readonly store: Store;
  readonly reader: StoreReader;
  readonly context: AgentContext;
  stop(): Promise<void>;
}

export async function startNode(directory: string, options: NodeOptions = {}): Promise<TestNode> {
  const place: AgentPlace = await readAgentPlace(directory);
  const secrets: AgentSecrets = await readAgentSecrets(place.config);
  const store = await openStore({ folder: place.config.data });
  const { node, broker } = place.config;
  const log = options.log ?? silentLog;
  const evidence = await readEvidence(place.config, secrets.trust);
  const real = openBus({ urls: options.urls ?? broker.urls, node, tls: secrets.tls, log });
  const contents = new ContentFolder(place.config.data);
  const context: AgentContext = {
    node,
    identities: secrets.identities,
    trust: secrets.trust,
    store: options.store ? options.store(store) : store,
    contents: options.contents ? options.contents(contents) : contents,
    bus: options.bus ? options.bus(real) : real,
    clock: {
      now: options.now ?? (() => new Date()),
      elapsedMs: options.elapsedMs ?? (() => performance.now()),
    },
    random: randomBytes,
    log,
    policy: { ...defaultPolicy, ...options.policy },
    ...(evidence ? { evidence } : {}),
    ...(options.attachments ? { attachments: options.attachments } : {}),
  };
  const agent: Agent = await startAgent(context);
  if (!options.urls) await real.connected(20_000);
  const reader = await openReader(place.config.data);
  return {
    directory,
    desk: agent.desk,
    store,
    reader,
    context,
    stop: async () => {
      await agent.stop();
      await real.close();
      await reader.close();
      await store.close();
      await secrets.close();
    },
  };
}

/** Asks until the answer is there. @throws Error naming what did not come, after 20 s. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
    await delay(25);
  }
}
