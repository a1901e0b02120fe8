/**
 * Somebody who looks at the lists while it all happens. What was shown once must not be gone later, nor be further back: a state that a
 * node shows and then forgets stands in no history.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreReader } from '../../src/store/index.js';
import { isForward, type Machine } from './forward.js';
import type { Rig } from './rig.js';

const lookEveryMs = 500;
const lines = 12;

export class Watch {
  readonly #rig: Rig;
  /** What stood where, by node, packet and agency. */
  readonly #seen = new Map<string, Readonly<Partial<Record<Machine, string>>>>();
  /** In words, each once. */
  readonly wrong = new Set<string>();

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  async look(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const { name, reader } of this.#rig.nodes) {
        // A full disk may keep even readers out.
        await this.#lookAt(name, reader).catch(() => undefined);
      }
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The same once more, in the end, for everything that was ever seen. */
  async lookAgain(): Promise<void> {
    for (const [key] of this.#seen) {
      const [name = '', box = '', packetId = '', agency = ''] = key.split(' ');
      const node = this.#rig.nodes.find((each) => each.name === name);
      if (!node) continue;
      const states = await (box === 'out'
        ? deliveryStates(node.reader, packetId)
        : entryStates(node.reader, packetId));
      const now = states.find((each) => each.agency === agency);
      if (now) this.#compare(key, now.states);
      else this.wrong.add(`${key} was shown and is gone`);
    }
  }

  async #lookAt(name: string, reader: StoreReader): Promise<void> {
    for (const { packetId } of await reader.outbox({ limit: lines })) {
      for (const { agency, states } of await deliveryStates(reader, packetId)) {
        this.#compare(`${name} out ${packetId} ${agency}`, states);
      }
    }
    for (const { packetId, agency, business, recall, amendment } of await reader.inbox({ limit: lines })) {
      this.#compare(`${name} in ${packetId} ${agency}`, { business, recall, amendment });
    }
  }

  #compare(key: string, now: Readonly<Partial<Record<Machine, string>>>): void {
    const before = this.#seen.get(key);
    this.#seen.set(key, now);
    for (const machine of ['transport', 'business', 'recall', 'amendment'] as const) {
      const [from, to] = [before?.[machine], now[machine]];
      if (from === undefined || to === undefined || isForward(machine, from, to)) continue;
      this.wrong.add(`${key}: ${machine} was shown as ${from}, and later as ${to}`);
    }
  }
}

async function deliveryStates(reader: StoreReader, packetId: string) {
  const deliveries = await reader.deliveries(packetId);
  return deliveries.map(({ recipient, state, business, recall, amendment }) => ({
    agency: recipient as string,
    states: { transport: state, business, recall, amendment },
  }));
}

async function entryStates(reader: StoreReader, packetId: string) {
  const { entries } = await reader.document(packetId);
  return entries
    .filter(({ box }) => box === 'in')
    .map(({ agency, business, recall, amendment }) => ({
      agency: agency as string,
      states: { business, recall, amendment },
    }));
}
