/** A bus and a store with a test's own hand in between. */
import type { AgentStore, Bus } from '../../../src/agent/index.js';

/** The bus, with some of its methods or its state replaced. */
export function facing(bus: Bus, instead: Partial<Bus>): Bus {
  return {
    publish: (message) => (instead.publish ?? bus.publish.bind(bus))(message),
    consume: (handler) => (instead.consume ?? bus.consume.bind(bus))(handler),
    sweepDeadLetters: (handler) => (instead.sweepDeadLetters ?? bus.sweepDeadLetters.bind(bus))(handler),
    get state() {
      return instead.state ?? bus.state;
    },
    onState: (listener) => (instead.onState ?? bus.onState.bind(bus))(listener),
    close: () => bus.close(),
  };
}

/** The store, or a part of it, with some of its methods replaced. */
export function replaced<T extends object>(whole: T, instead: Partial<T>): T {
  return new Proxy(whole, {
    get(target, name) {
      const value: unknown = Reflect.get(Object.hasOwn(instead, name) ? instead : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** `before` runs ahead of each call but {@link AgentStore.logHead}, and may throw in its place; `after` once it was done. */
export function guarded(
  store: AgentStore,
  before: (method: string) => void,
  after: (method: string) => void = () => {},
): AgentStore {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'logHead') return value.bind(target);
      return async (...values: unknown[]) => {
        before(String(name));
        const result: unknown = await value.apply(target, values);
        after(String(name));
        return result;
      };
    },
  });
}
