/** A running node: the parts put together, started in order and stopped in the opposite one. */
import { setTimeout as delay } from 'node:timers/promises';
import { parseOrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { archiveDocument, removeArchived } from './archive.js';
import { AttachmentWatch } from './attachment-watch.js';
import { bounded } from './bounded.js';
import { ClockWatch } from './clock-watch.js';
import type { AgentContext } from './context.js';
import { DeadLetters } from './dead-letters.js';
import type { Desk } from './desk.js';
import { Dispatcher } from './dispatcher.js';
import { acknowledge } from './evidence/acknowledge.js';
import { EvidenceKeeper } from './evidence/keeper.js';
import { Sources } from './evidence/sources.js';
import { RevocationWatch } from './evidence/watch.js';
import { ExpiryWatch } from './expiry-watch.js';
import { PacketIds } from './packet-ids.js';
import { Peers } from './peers.js';
import { Pings } from './pings.js';
import { recall } from './recall.js';
import { Receiver } from './receiver.js';
import { Answering } from './recovery/answering.js';
import { Asking } from './recovery/asking.js';
import { discard, replay } from './replay.js';
import { resend } from './resend.js';
import { sealEvidence } from './seal-container.js';
import { checkSending, send } from './send.js';
import { chooseIdentity } from './served.js';
import { agentStatus } from './status.js';
import { takeStep } from './step.js';
import { WorkWatch } from './work-watch.js';

export interface Agent {
  readonly desk: Desk;
  /**
   * Takes no new request, finishes those under way and what was handed to the broker, and resolves, after
   * {@link stopWithinMs} at the latest: a broker that is blocked answers nothing, and what waits is kept. Messages that come
   * in are taken until the caller closes the bus, which comes next; then the other ports.
   */
  stop(): Promise<void>;
}

export const stopWithinMs = 15_000;

/** Resolves when the agent takes messages, or will as soon as the broker is there. */
export async function startAgent(given: AgentContext): Promise<Agent> {
  const context: AgentContext = { ...given, clocks: new ClockWatch(given) };
  const startedAt = context.clock.now();
  await context.store.markWaitingAsPublished();
  const ids = new PacketIds(context);
  const peers = new Peers(context.policy.silence, context.log, () => context.clock.elapsedMs());
  const dispatcher = new Dispatcher(context, peers);
  const pings = new Pings(context, ids);
  const watch = new RevocationWatch(context);
  const keeper = context.evidence && new EvidenceKeeper(context, context.evidence);
  const attachments = context.attachments && new AttachmentWatch(context, context.attachments);
  const asking = new Asking(context, ids);
  const answering = new Answering(context);
  const receiver = new Receiver(context, pings, watch, { asking, answering }, ({ type, sender }) => {
    // Who asks for parts has the packet and reads it.
    if ((type === 'receipt' || type === 'missing') && sender !== undefined) peers.answered(sender);
    dispatcher.wake();
  });
  const deadLetters = new DeadLetters(context, receiver);
  const work = new WorkWatch(context, {
    deadLetters: () => deadLetters.waiting,
    below: context.evidence?.policy.timeStamp ? (keeper?.below ?? []) : [],
  });
  await watch.start();
  dispatcher.start();
  deadLetters.start();
  keeper?.start();
  attachments?.start();
  const expiry = new ExpiryWatch(context);
  expiry.start();
  work.start();
  await asking.start();
  answering.start();
  await context.bus.consume((message) => receiver.handle(message));
  context.log.info('agent.started', { node: context.node, count: context.identities.all.length });

  let stopping = false;
  const leaving = new AbortController();
  const sources = context.evidence && new Sources(context, context.evidence, leaving.signal);
  const underWay = new Set<Promise<unknown>>();
  /** Runs one request of a clerk, and lets the dispatcher know that there may be something to send. */
  const serve = async <T>(request: () => Promise<T>): Promise<T> => {
    if (stopping) throw new EdocError('agent.stopping');
    const running = request();
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
      // Also after a failure: what it kept from being published may go now.
      dispatcher.wake();
    }
  };
  const desk: Desk = {
    putContent: (content) => serve(() => context.contents.put(bounded(content))),
    check: (request) => serve(() => checkSending(context, ids, request)),
    send: (request) => serve(() => send(context, ids, request)),
    step: (request) => serve(() => takeStep(context, ids, request)),
    recall: (request) => serve(() => recall(context, ids, request)),
    resend: (request) => serve(() => resend(context, request)),
    sealContainer: (request) => serve(() => sealEvidence(context, request, sources)),
    archive: (request) => serve(() => archiveDocument(context, request)),
    removeArchived: (request) => serve(() => removeArchived(context, request)),
    ping: ({ agency, from, timeoutMs }) =>
      serve(async () => {
        const code = parseOrganId(agency);
        if (!code) throw new EdocError('edxml.organ-id', { detail: { value: agency.slice(0, 40) } });
        const { primary } = context.identities;
        return pings.ping(
          code,
          from === undefined ? primary : await chooseIdentity(context, from),
          timeoutMs,
        );
      }),
    upgradeEvidence: (request) =>
      serve(async () => {
        if (!keeper || !context.evidence?.policy.timeStamp) throw new EdocError('evidence.no-source');
        return keeper.upgrade(request);
      }),
    acknowledgeEvidence: (request) =>
      serve(async () => {
        if (!keeper || !context.evidence?.policy.timeStamp) throw new EdocError('evidence.no-source');
        return acknowledge(context, keeper.below, request);
      }),
    status: () =>
      serve(() => agentStatus(context, startedAt, { keeper, watch, peers, work, asking, receiver })),
    replay: ({ id }) => serve(() => replay(context, receiver, id)),
    discard: (request) => serve(() => discard(context, request)),
  };
  return {
    desk,
    stop: async () => {
      stopping = true;
      // Who waits for a time stamp gets what there is without it.
      leaving.abort();
      pings.stop();
      const finish = async () => {
        await Promise.allSettled([...underWay, dispatcher.stop()]);
        await watch.stop();
        await keeper?.stop();
        await attachments?.stop();
        await expiry.stop();
        await asking.stop();
        await answering.stop();
        await work.stop();
        await deadLetters.stop();
        return 'agent.stopped' as const;
      };
      const late = delay(stopWithinMs, 'agent.stopped-early' as const, { ref: false });
      context.log.info(await Promise.race([finish(), late]), { node: context.node });
    },
  };
}
