/** Counts the parts that are published to nodes, by a queue of its own beside theirs. */
import type { Bus } from '../../../src/broker/index.js';
import { ManagementClient } from '../../../src/broker/management.js';
import type { WholeAxis } from '../../support/axis.js';

export class Tap {
  readonly #different = new Set<number>();
  readonly #waiting = new Set<() => void>();
  #bus: Bus | undefined;
  #published = 0;

  /** A node of its own gets one copy of whatever goes to any of the others in the ordinary lane. */
  static async on(axis: WholeAxis, nodes: readonly string[]): Promise<Tap> {
    const { code } = await axis.enrol({ node: 'tap', agencies: [{ code: 'T99', name: 'Trạm đếm' }] });
    const { management } = axis.broker.broker;
    const client = new ManagementClient(management);
    const binding = ['bindings', axis.broker.vhost, 'e', 'submit', 'q', 'node.tap'];
    for (const node of nodes) await client.post(binding, { routing_key: `*.ordinary.${node}` });
    client.close();
    const tap = new Tap();
    tap.#bus = await axis.agent(code).bus();
    await tap.#bus.consume(async ({ type, part }) => {
      if (type === 'part') tap.#count(part?.index ?? -1);
      return 'ack';
    });
    return tap;
  }

  /** Parts published so far, each as often as it was. */
  get published(): number {
    return this.#published;
  }

  /** Different parts among them. */
  get different(): number {
    return this.#different.size;
  }

  /** Resolves when so many were published. */
  async reaches(parts: number): Promise<void> {
    while (this.#published < parts) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #count(index: number): void {
    this.#published += 1;
    this.#different.add(index);
    for (const wake of [...this.#waiting]) {
      this.#waiting.delete(wake);
      wake();
    }
  }
}
