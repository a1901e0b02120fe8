/**
 * A node that dies at a chosen point: from then on nothing it does reaches the store or the broker any more, and no message
 * that it was handling is acknowledged. Its restart finds what a killed process would have left.
 */
import type { AgentStore, Bus } from '../../../src/agent/index.js';
import { EdocError } from '../../../src/errors.js';
import type { NodeOptions } from '../../support/node.js';
import { facing, guarded } from './facing.js';

export type Point = `${'before' | 'after'} ${string}`;

export class Crash {
  readonly #at: Point | undefined;
  /** Every point that was passed while armed, in order, each once. */
  readonly passed = new Set<Point>();
  #armed = false;
  dead = false;

  constructor(at?: Point) {
    this.#at = at;
  }

  /** From now on the chosen point kills. */
  arm(): void {
    this.#armed = true;
  }

  get options(): NodeOptions {
    return { store: (store) => this.#store(store), bus: (bus) => this.#bus(bus) };
  }

  #pass(point: Point): void {
    if (this.#armed) {
      this.passed.add(point);
      if (point === this.#at) this.dead = true;
    }
    if (this.dead) throw new EdocError('store.closed');
  }

  #store(store: AgentStore): AgentStore {
    return guarded(
      store,
      (method) => this.#pass(`before ${method}`),
      (method) => this.#pass(`after ${method}`),
    );
  }

  #bus(bus: Bus): Bus {
    return facing(bus, {
      publish: async (message) => {
        this.#pass(`before publish ${message.type}`);
        const outcome = await bus.publish(message);
        this.#pass(`after publish ${message.type}`);
        return outcome;
      },
      consume: (handler) =>
        bus.consume(async (message) => {
          const decision = await handler(message);
          return this.dead ? 'requeue' : decision;
        }),
    });
  }
}
