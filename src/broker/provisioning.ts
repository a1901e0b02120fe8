/** The operator's hand on the broker: what `topology.ts` describes, declared, taken away and looked at. */
import { ManagementClient, type ManagementOptions } from './management.js';
import {
  axisTopology,
  checkNodeName,
  nodeTopology,
  type Queue,
  queueOf,
  type TopicPermissions,
  type UserRights,
} from './topology.js';

export interface NodeOverview {
  readonly node: string;
  readonly connected: boolean;
  /** It has queues and no rights. */
  readonly suspended: boolean;
  /** Messages in its queues, delivered and not yet acked ones included, as the broker last counted: every 5 s. */
  readonly ordinary: number;
  readonly urgent: number;
  readonly dead: number;
}

/** All methods throw EdocError `broker.management`, `broker.management-unavailable`; those with a name `broker.node-name`. */
export interface Provisioning {
  /** The virtual host, its exchanges, and the operator's rights. Repeating it changes nothing. */
  provisionAxis(): Promise<void>;
  /** A node's user, queues, bindings and rights; also ends a suspension. Repeating it changes nothing. */
  provisionNode(node: string): Promise<void>;
  /** Takes the rights away and ends the node's connections. Its queues stay and go on filling. */
  suspendNode(node: string): Promise<void>;
  /** Removes the node for good, with what its queues still hold: what is sent to it comes back as unroutable. */
  revokeNode(node: string): Promise<void>;
  /** Removes a node's queues with what they hold, keeping its user and rights. */
  deleteQueues(node: string): Promise<void>;
  /** Ends all of a user's connections. A node that still has its rights comes back by itself. */
  disconnect(user: string): Promise<void>;
  /** Every node that has queues, by name. */
  axisOverview(): Promise<readonly NodeOverview[]>;
  /** Removes the virtual host and everything in it. For throw-away axes. */
  removeAxis(): Promise<void>;
  close(): void;
}

export function openProvisioning(options: ManagementOptions & { readonly vhost: string }): Provisioning {
  return new BrokerProvisioning(new ManagementClient(options), options.vhost, options.user);
}

class BrokerProvisioning implements Provisioning {
  readonly #client: ManagementClient;
  readonly #vhost: string;
  readonly #admin: string;

  constructor(client: ManagementClient, vhost: string, admin: string) {
    this.#client = client;
    this.#vhost = vhost;
    this.#admin = admin;
  }

  async provisionAxis(): Promise<void> {
    const { exchanges, operator } = axisTopology();
    await this.#client.put(['vhosts', this.#vhost]);
    // The management API declares objects in the name of its user, who needs the right to.
    const all = { configure: '.*', write: '.*', read: '.*' };
    await this.#client.put(['permissions', this.#vhost, this.#admin], all);
    for (const { name, type } of exchanges) {
      await this.#client.put(['exchanges', this.#vhost, name], { type, durable: true, auto_delete: false });
    }
    await this.#grant(operator);
  }

  async provisionNode(node: string): Promise<void> {
    const { queues, bindings, ...rights } = nodeTopology(node);
    await Promise.all(queues.map((queue) => this.#declareQueue(queue)));
    for (const { exchange, queue, key } of bindings) {
      await this.#client.post(['bindings', this.#vhost, 'e', exchange, 'q', queue], { routing_key: key });
    }
    await this.#grant(rights);
  }

  async suspendNode(node: string): Promise<void> {
    checkNodeName(node);
    await this.#client.delete(['permissions', this.#vhost, node]);
    await this.disconnect(node);
  }

  async revokeNode(node: string): Promise<void> {
    checkNodeName(node);
    await this.#client.delete(['users', node]);
    await this.disconnect(node);
    await this.deleteQueues(node);
  }

  async deleteQueues(node: string): Promise<void> {
    checkNodeName(node);
    const names = Object.values(queueOf).map((nameOf) => nameOf(node));
    await Promise.all(names.map((name) => this.#client.delete(['queues', this.#vhost, name])));
  }

  async disconnect(user: string): Promise<void> {
    await this.#client.delete(['connections', 'username', user]);
  }

  async axisOverview(): Promise<readonly NodeOverview[]> {
    const [queues, connections, permissions] = await Promise.all([
      // Counts as the queues last reported them: the statistics database adds some seconds to that.
      this.#client.get(['queues', this.#vhost], '?disable_stats=true&enable_queue_totals=true'),
      this.#connections(),
      this.#client.get(['vhosts', this.#vhost, 'permissions']),
    ]);
    const depths = new Map(rows(queues).map((queue) => [text(queue, 'name'), count(queue, 'messages')]));
    const connected = new Set(connections.map((connection) => text(connection, 'user')));
    const permitted = new Set(rows(permissions).map((permission) => text(permission, 'user')));
    const nodes = [...depths.keys()].flatMap((name) => /^node\.([a-z0-9-]+)$/.exec(name)?.[1] ?? []);
    return nodes.sort().map((node) => ({
      node,
      connected: connected.has(node),
      suspended: !permitted.has(node),
      ordinary: depths.get(queueOf.ordinary(node)) ?? 0,
      urgent: depths.get(queueOf.urgent(node)) ?? 0,
      dead: depths.get(queueOf.dead(node)) ?? 0,
    }));
  }

  async removeAxis(): Promise<void> {
    await this.#client.delete(['vhosts', this.#vhost]);
  }

  close(): void {
    this.#client.close();
  }

  /** From the broker's own table: the statistics database is some seconds behind. */
  async #connections(): Promise<readonly object[]> {
    const all = rows(await this.#client.get(['connections'], '?disable_stats=true'));
    return all.filter((connection) => text(connection, 'vhost') === this.#vhost);
  }

  async #declareQueue(queue: Queue): Promise<void> {
    const body = { durable: true, auto_delete: false, arguments: queue.arguments };
    await this.#client.put(['queues', this.#vhost, queue.name], body);
  }

  /** A user without a password, known by its certificate alone, and its rights; the rights come last. */
  async #grant({ user, permissions, topics }: UserRights): Promise<void> {
    await this.#client.put(['users', user], { password_hash: '', tags: '' });
    await Promise.all(topics.map((topic) => this.#grantTopic(user, topic)));
    await this.#client.put(['permissions', this.#vhost, user], permissions);
  }

  async #grantTopic(user: string, topic: TopicPermissions): Promise<void> {
    await this.#client.put(['topic-permissions', this.#vhost, user], topic);
  }
}

function rows(answer: unknown): readonly object[] {
  return Array.isArray(answer) ? answer.filter((row) => typeof row === 'object' && row !== null) : [];
}

function text(row: object, field: string): string {
  const value: unknown = Reflect.get(row, field);
  return typeof value === 'string' ? value : '';
}

function count(row: object, field: string): number {
  const value: unknown = Reflect.get(row, field);
  return typeof value === 'number' ? value : 0;
}
