/** The broker's objects as data: spec/transport.md section 2. Declared by the operator through the management API. */
import { EdocError } from '../errors.js';

/** The exchange that nodes publish to. */
export const submitExchange = 'submit';
/** The exchange that only the operator publishes to. */
export const axisExchange = 'axis';
export const deadExchange = 'dead';
export const directoryKey = 'directory';
/** The broker user that publishes the directory. */
export const operatorName = 'operator';
/** The broker user that speaks to the management API; never an AMQP user. */
export const adminName = 'axis-admin';

/** The largest message, in octets, that a broker of the axis takes; above a sealed file (2 MiB) and a part (512 KiB). */
export const maxMessageBytes = 16_777_216;
/**
 * A message offered this often without an ack is poison and moves to the dead-letter queue. Generous, because a receiver that
 * dies counts against every message that it had been offered, not only against the one that killed it.
 */
export const deliveryLimit = 100;
/** 4.x limits every quorum queue unless told otherwise, and would drop dead letters; 3.10 takes no negative number. */
const neverDrop = 1_000_000_000;

export interface Exchange {
  readonly name: string;
  readonly type: 'topic' | 'direct';
}

export interface Queue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

export interface Binding {
  readonly exchange: string;
  readonly queue: string;
  readonly key: string;
}

/** Regular expressions over object names. */
export interface Permissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** Regular expressions over routing keys on one topic exchange. */
export interface TopicPermissions {
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

export interface UserRights {
  readonly user: string;
  readonly permissions: Permissions;
  readonly topics: readonly TopicPermissions[];
}

export interface NodeTopology extends UserRights {
  readonly queues: readonly Queue[];
  readonly bindings: readonly Binding[];
}

export const queueOf = {
  ordinary: (node: string) => `node.${node}`,
  urgent: (node: string) => `node.${node}.urgent`,
  dead: (node: string) => `node.${node}.dead`,
} as const;

/** What exists once per axis. */
export function axisTopology(): { readonly exchanges: readonly Exchange[]; readonly operator: UserRights } {
  return {
    exchanges: [
      { name: submitExchange, type: 'topic' },
      { name: axisExchange, type: 'topic' },
      { name: deadExchange, type: 'direct' },
    ],
    operator: {
      user: operatorName,
      permissions: { configure: '^$', write: '^axis$', read: '^$' },
      topics: [{ exchange: axisExchange, write: '^directory$', read: '^$' }],
    },
  };
}

/** What exists once per node. @throws EdocError `broker.node-name` */
export function nodeTopology(name: string): NodeTopology {
  checkNodeName(name);
  const lane = {
    'x-queue-type': 'quorum',
    'x-dead-letter-exchange': deadExchange,
    'x-dead-letter-routing-key': name,
    // At-least-once dead-lettering is refused by the broker without reject-publish.
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
    'x-delivery-limit': deliveryLimit,
  };
  return {
    user: name,
    queues: [
      { name: queueOf.dead(name), arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': neverDrop } },
      { name: queueOf.ordinary(name), arguments: lane },
      { name: queueOf.urgent(name), arguments: lane },
    ],
    bindings: [
      { exchange: deadExchange, queue: queueOf.dead(name), key: name },
      { exchange: submitExchange, queue: queueOf.ordinary(name), key: `*.ordinary.${name}` },
      { exchange: submitExchange, queue: queueOf.urgent(name), key: `*.urgent.${name}` },
      { exchange: axisExchange, queue: queueOf.urgent(name), key: directoryKey },
    ],
    permissions: {
      configure: '^$',
      write: '^submit$',
      read: `^node\\.${name}(\\.urgent|\\.dead)?$`,
    },
    topics: [{ exchange: submitExchange, write: '^{username}\\.(ordinary|urgent)\\.', read: '^$' }],
  };
}

/** @throws EdocError `broker.node-name` */
export function checkNodeName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name) || reservedNames.includes(name)) {
    throw new EdocError('broker.node-name', { detail: { name } });
  }
}

/** The axis's own users, and the one that brokers are born with. */
const reservedNames: readonly string[] = [operatorName, adminName, 'guest'];
