/**
 * Agents that are wrong in one point, each as a real mistake would make them. A campaign that does not find them out would find
 * nothing.
 */
import type { AgentContext, AgentStore } from '../../src/agent/index.js';
import { replaced } from '../e2e/support/facing.js';

type Mistake = (context: AgentContext) => Partial<AgentStore>;

export const mistakes = {
  /** The receipt for a document is acknowledged and never stored. */
  'drops receipts': ({ store }) => ({
    settle: async (receipt) => {
      const [{ code } = {}] = await store.correspondence(receipt.packetId);
      return code === undefined ? 'settled' : store.settle(receipt);
    },
  }),
  /** Answers `accepted` for a document that it does not put into the register. */
  'answers without storing': ({ store }) => ({
    accept: async (record) => {
      if (record.packet.message.kind !== 'document') return store.accept(record);
      await store.quarantine({
        type: 'packet',
        messageId: record.packet.packetId,
        senderNode: record.senderNode,
        code: 'agent.internal',
        bytes: record.packet.bytes,
        at: record.receivedAt,
        receipts: record.receipts,
        events: [],
      });
      return 'stored';
    },
  }),
  /** Keeps a status, and does not change what it speaks of. */
  'forgets statuses': ({ store }) => ({
    accept: async (record) => {
      const { concerns, ...packet } = record.packet;
      return store.accept(concerns === undefined ? record : { ...record, packet });
    },
  }),
} as const satisfies Readonly<Record<string, Mistake>>;

export type Planted = keyof typeof mistakes;

/** @throws Error where nobody knows this mistake */
export function plant(name: string, context: AgentContext): AgentContext {
  if (!isKnown(name)) throw new Error(`no mistake is called ${name}`);
  return { ...context, store: replaced(context.store, mistakes[name](context)) };
}

function isKnown(name: string): name is Planted {
  return Object.hasOwn(mistakes, name);
}
