/**
 * A node that dies at a chosen point: from then on nothing it does reaches the store, the attachments or the broker any more, and no
 * message that it was handling is acknowledged. Its restart finds what a killed process would have left.
 */
import type { AgentStore, Bus, ContentStore } from '../../../src/agent/index.js';
import { EdocError } from '../../../src/errors.js';
import { type Point, watched } from '../../killpoints/points.js';
import type { NodeOptions } from '../../support/node.js';
import { facing } from './facing.js';

export class Crash {
  #at: Point | undefined;
  /** Every point that was passed while armed, in order, each once. */
  readonly passed = new Set<Point>();
  #armed = false;
  #died: () => void = () => {};
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  dead = false;
  readonly #closers: (() => Promise<void>)[] = [];

  constructor() {
    this.death = new Promise((resolve) => {
      this.#died = resolve;
    });
  }

  /** From now on the chosen point kills. */
  arm(at?: Point): void {
    this.#at = at;
    this.#armed = true;
    this.passed.clear();
  }

  get options(): NodeOptions {
    return {
      store: (store) => this.#store(store),
      bus: (bus) => this.#bus(bus),
      contents: (contents: ContentStore) => watched(contents, (point) => this.#pass(point)),
    };
  }

  /** Closes what a node left open that died before it had started. */
  async clear(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  #pass(point: Point): void {
    if (this.#armed && !this.dead) {
      this.passed.add(point);
      if (point === this.#at) {
        this.dead = true;
        this.#died();
      }
    }
    if (this.dead) throw new EdocError('store.closed');
  }

  #store(store: AgentStore): AgentStore {
    if ('close' in store && typeof store.close === 'function') this.#closers.push(store.close.bind(store));
    return watched(store, (point) => this.#pass(point));
  }

  #bus(bus: Bus): Bus {
    this.#closers.push(() => bus.close());
    return facing(bus, {
      publish: async (message) => {
        const name = message.part ? `part: ${message.part.index}` : message.type;
        this.#pass(`before publish ${name}`);
        const outcome = await bus.publish(message);
        this.#pass(`after publish ${name}`);
        return outcome;
      },
      consume: (handler) =>
        bus.consume(async (message) => {
          const decision = await handler(message);
          if (this.dead) return 'requeue';
          if (decision !== 'ack') return decision;
          try {
            this.#pass(`before ack ${message.type}`);
            return decision;
          } catch {
            return 'requeue';
          }
        }),
    });
  }
}
