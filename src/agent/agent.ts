/** A running node: the parts put together, started in order and stopped in the opposite one. */
import { parseOrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { Desk } from './desk.js';
import { Dispatcher } from './dispatcher.js';
import { PacketIds } from './packet-ids.js';
import { Pings } from './pings.js';
import { recall } from './recall.js';
import { Receiver } from './receiver.js';
import { checkSending, send } from './send.js';
import { agentStatus } from './status.js';
import { takeStep } from './step.js';

export interface Agent {
  readonly desk: Desk;
  /** Takes nothing new, finishes what is under way, and resolves. The caller closes the ports after it. */
  stop(): Promise<void>;
}

/** Resolves when the agent takes messages, or will as soon as the broker is there. */
export async function startAgent(context: AgentContext): Promise<Agent> {
  const startedAt = context.clock.now();
  await context.store.markWaitingAsPublished();
  const ids = new PacketIds(context);
  const dispatcher = new Dispatcher(context);
  const pings = new Pings(context, ids);
  const receiver = new Receiver(context, pings, () => dispatcher.wake());
  dispatcher.start();
  await context.bus.consume((message) => receiver.handle(message));
  context.bus.onState((state) => {
    if (state === 'connected') void sweep(context, receiver);
  });
  context.log.info('agent.started', { node: context.node, count: context.identities.all.length });

  let stopping = false;
  /** Runs one request of a clerk, and lets the dispatcher know that there may be something to send. */
  const serve = async <T>(request: () => Promise<T>): Promise<T> => {
    if (stopping) throw new EdocError('agent.stopping');
    const result = await request();
    dispatcher.wake();
    return result;
  };
  const desk: Desk = {
    putContent: (content) => serve(() => context.contents.put(content)),
    check: (request) => serve(() => checkSending(context, ids, request)),
    send: (request) => serve(() => send(context, ids, request)),
    step: (request) => serve(() => takeStep(context, ids, request)),
    recall: (request) => serve(() => recall(context, ids, dispatcher, request)),
    ping: ({ agency, from, timeoutMs }) =>
      serve(() => {
        const code = parseOrganId(agency);
        if (!code) throw new EdocError('edxml.organ-id', { detail: { value: agency.slice(0, 40) } });
        return pings.ping(code, context.identities.choose(from ?? context.identities.primary.code), timeoutMs);
      }),
    status: () => serve(() => agentStatus(context, startedAt)),
  };
  return {
    desk,
    stop: async () => {
      stopping = true;
      await dispatcher.stop();
      context.log.info('agent.stopped', { node: context.node });
    },
  };
}

/** After each connecting: what the broker gave up on goes to the quarantine, where people see it. */
async function sweep(context: AgentContext, receiver: Receiver): Promise<void> {
  try {
    const { taken } = await context.bus.sweepDeadLetters((message) => receiver.handleDead(message));
    if (taken > 0) context.log.warn('dead-letters.taken', { count: taken });
  } catch (error) {
    context.log.warn('dead-letters.failed', { error });
  }
}
