/** Real stores that take the steps of the model, and what they hold afterwards in the model's words. */

import { join } from 'node:path';
import { expect } from 'chai';
import { type OrganId, organId } from '../../src/edoc/index.js';
import { type OutboxItem, openStore, type PacketRecord, type Store } from '../../src/store/index.js';
import { holdMs } from '../../src/store/outbox-order.js';
import {
  afterSeconds,
  documentMessage,
  inbound,
  outbound,
  packetOf,
  receiptBy,
  start,
  statusMessage,
} from '../store/samples.js';
import { type Held, heldAs, sentAs } from './held.js';
import { type Act, homeOf, nodeOf, type Setting } from './setting.js';
import type { Agency, Delivery, Node, Outcome, Packet, State } from './state.js';

const codes: Readonly<Record<Agency, OrganId>> = { A: organId('H41'), B: organId('H53'), C: organId('H57') };
const many = 50;

export class RealNodes {
  readonly #setting: Setting;
  readonly #folder: string;
  readonly #stores = new Map<Node, Store>();
  /** By number of the packet in the model. */
  readonly #packets: PacketRecord[] = [];
  readonly #flights = new Map<number, OutboxItem>();
  /** The octets of a receipt, by packet, agency and number: the same number has to be the same octets. */
  readonly #receipts = new Map<string, string>();
  #made = 0;

  constructor(setting: Setting, folder: string) {
    this.#setting = setting;
    this.#folder = folder;
  }

  async open(first: State): Promise<void> {
    for (const node of new Set<Node>(['a', ...Object.values(this.#setting.recipients)]))
      await this.#start(node);
    await this.#submit(first, 0);
  }

  async close(): Promise<void> {
    for (const store of this.#stores.values()) await store.close();
  }

  /** Takes the step from one state to the next. */
  async take(before: State, after: State, acts: readonly Act[]): Promise<void> {
    for (const act of acts) await this.#act(before, act);
    await this.#withdraw(before, after);
    for (let index = before.packets.length; index < after.packets.length; index += 1)
      await this.#submit(after, index);
  }

  /** Every line in which a store holds another thing than the model. */
  async differences(state: State): Promise<string[]> {
    const found: string[] = [];
    for (const [index, packet] of state.packets.entries()) {
      for (const delivery of packet.deliveries) {
        const model = { ...sentAs(packet, delivery), ...heldAs(packet, delivery) };
        const real = await this.#held(state, index, packet, delivery);
        if (JSON.stringify(real) !== JSON.stringify(model)) {
          found.push(
            `packet ${index} for ${delivery.to}: ${JSON.stringify(real)}, not ${JSON.stringify(model)}`,
          );
        }
      }
    }
    return found;
  }

  async #held(state: State, index: number, packet: Packet, { to }: Delivery): Promise<Held> {
    const { packetId } = this.#packet(index);
    const row = (await this.#at(homeOf(this.#setting, state, index)).deliveries(packetId)).find(
      ({ recipient }) => recipient === codes[to],
    );
    const { reader } = this.#at(nodeOf(this.#setting, to));
    const receipts = (await reader.receipts(packetId)).filter(
      ({ direction, agency }) => direction === 'issued' && agency === codes[to],
    );
    const entries =
      packet.code === 'document' && receipts.length > 0 ? await this.#entries(to, packetId) : [];
    return {
      state: row?.state ?? 'none',
      ...(packet.code === 'document'
        ? { business: row?.business, recall: row?.recall, amendment: row?.amendment }
        : {}),
      // Only a document can be withdrawn, so only there it matters.
      ...(packet.code === 'document' && row?.state === 'queued' ? { published: row.published } : {}),
      answers: receipts.map(({ outcome }) => outcome),
      entries: entries.map(({ business, recall, amendment }) => [business, recall, amendment].join()),
    };
  }

  async #entries(to: Agency, packetId: string) {
    const { reader } = this.#at(nodeOf(this.#setting, to));
    const found = await reader.document(packetId).catch(() => undefined);
    return found?.entries.filter(({ box, agency }) => box === 'in' && agency === codes[to]) ?? [];
  }

  async #act(state: State, act: Act): Promise<void> {
    switch (act.do) {
      case 'hand out':
        return this.#handOut(state, act.packet);
      case 'confirm':
      case 'return':
        return this.#answered(state, act.packet, act.do === 'confirm' ? 'confirmed' : 'unroutable');
      case 'take':
        return this.#receive(state, act.packet, act.node);
      case 'refuse':
        return this.#refuse(state, act.packet, act.node);
      case 'reply':
        return this.#reply(state, act);
      case 'settle':
        return this.#settle(state, act);
      case 'restart':
        await this.#at(act.node).close();
        return this.#start(act.node);
    }
  }

  async #start(node: Node): Promise<void> {
    const store = await openStore({ folder: join(this.#folder, node), now: () => start });
    await store.markWaitingAsPublished();
    this.#stores.set(node, store);
  }

  async #handOut(state: State, index: number): Promise<void> {
    const { packetId } = this.#packet(index);
    const items = await this.#outbox(state, homeOf(this.#setting, state, index), index);
    const item = items.find((one) => one.type === 'packet' && one.packetId === packetId);
    expect(item, `packet ${index} in the outbox`).to.be.an('object');
    if (item) this.#flights.set(index, item);
  }

  /** Whatever is asked for counts as handed out: the document is left out where its own turn has not come. */
  async #outbox(state: State, node: Node, index: number): Promise<OutboxItem[]> {
    const [document] = state.packets;
    const isApart = node === 'a' && index > 0 && document?.waits === true && !document.handedOut;
    // It was the first to come into that outbox, and is there still.
    // Late enough that nothing waits any more for a receipt of what went before.
    return this.#at(node).outbox(many, new Set(isApart ? [1] : []), afterSeconds(holdMs / 1_000 + 2));
  }

  async #answered(state: State, index: number, outcome: 'confirmed' | 'unroutable'): Promise<void> {
    const item = this.#flights.get(index);
    if (!item) throw new Error(`packet ${index} is not being published`);
    const store = this.#at(homeOf(this.#setting, state, index));
    await store.outboxDone(item, outcome, afterSeconds(1), afterSeconds(121));
  }

  async #receive(state: State, index: number, node: Node): Promise<void> {
    const packet = this.#packet(index);
    const store = this.#at(node);
    if ((await store.knownPacket(packet.packetId, packet.sha256)) === 'new') {
      const from = state.packets[index]?.from ?? 'A';
      const record = inbound(packet, {
        sender: codes[from],
        senderNode: nodeOf(this.#setting, from),
        receipts: this.#newReceipts(state, index, node, 'accepted'),
      });
      if ((await store.accept(record)) === 'stored') return;
    }
    await store.resendReceipts(packet.packetId, packet.sha256);
  }

  async #refuse(state: State, index: number, node: Node): Promise<void> {
    const { packetId, bytes } = this.#packet(index);
    await this.#at(node).quarantine({
      type: 'packet',
      messageId: packetId,
      senderNode: homeOf(this.#setting, state, index),
      code: 'packet.attachment-missing',
      bytes,
      at: start,
      receipts: this.#newReceipts(state, index, node, 'refused'),
      events: [],
    });
  }

  #newReceipts(state: State, index: number, node: Node, outcome: Outcome) {
    this.#made += 1;
    const bytes = Buffer.from(`<Receipt>${this.#made}</Receipt>`);
    return (state.packets[index]?.deliveries ?? [])
      .filter(({ to }) => nodeOf(this.#setting, to) === node)
      .map(({ to }) => receiptBy(codes[to], { outcome, bytes }));
  }

  async #reply(state: State, act: Act & { readonly do: 'reply' }): Promise<void> {
    const { packetId } = this.#packet(act.packet);
    const node = nodeOf(this.#setting, act.agency);
    const items = await this.#outbox(state, node, many);
    const octets = (await this.#at(node).reader.receipts(packetId)).find(
      ({ direction, agency }) => direction === 'issued' && agency === codes[act.agency],
    )?.bytes;
    const waiting = items.filter((one) => one.type === 'receipt' && one.packetId === packetId);
    const item = waiting.find(({ body }) => octets?.equals(body));
    expect(item, `the receipt of ${act.agency} in the outbox`).to.be.an('object');
    if (!item) return;
    const number = state.packets[act.packet]?.deliveries.find(({ to }) => to === act.agency)?.receipt;
    const key = `${act.packet} ${act.agency} ${number}`;
    expect(item.body.toString(), key).to.equal(this.#receipts.get(key) ?? item.body.toString());
    this.#receipts.set(key, item.body.toString());
    if (act.confirmed) await this.#at(node).outboxDone(item, 'confirmed', afterSeconds(1), afterSeconds(2));
  }

  async #settle(state: State, { packet, receipt }: Act & { readonly do: 'settle' }): Promise<void> {
    const { by, outcome, number } = receipt;
    await this.#at(homeOf(this.#setting, state, packet)).settle({
      packetId: this.#packet(packet).packetId,
      recipient: codes[by],
      outcome,
      ...(outcome === 'refused' ? { code: 'packet.attachment-missing', reason: 'Thiếu tệp' } : {}),
      bytes: Buffer.from(this.#receipts.get(`${packet} ${by} ${number}`) ?? ''),
      at: start,
      events: [],
    });
  }

  /** What people do is known from the states: deliveries withdrawn, together where one node serves them. */
  async #withdraw(before: State, after: State): Promise<void> {
    const gone = (after.packets[0]?.deliveries ?? []).filter(
      ({ state }, at) => state === 'withdrawn' && before.packets[0]?.deliveries[at]?.state !== 'withdrawn',
    );
    for (const node of new Set(gone.map(({ to }) => nodeOf(this.#setting, to)))) {
      const there = gone.filter(({ to }) => nodeOf(this.#setting, to) === node).map(({ to }) => codes[to]);
      const done = await this.#at('a').withdraw(this.#packet(0).packetId, there, 'Gửi nhầm', start, []);
      expect(done, `withdrawn from ${there.join()}`).to.equal(true);
    }
  }

  /** A document, or a status with what it changes where it is made. */
  async #submit(state: State, index: number): Promise<void> {
    const packet = state.packets[index];
    if (!packet) throw new RangeError(`no packet ${index}`);
    const { code, from, deliveries } = packet;
    const to = deliveries[0]?.to ?? 'A';
    const common = {
      sender: codes[from],
      deliveries: deliveries.map((one) => ({
        recipient: codes[one.to],
        node: nodeOf(this.#setting, one.to),
      })),
    };
    if (code === 'document') {
      const bussinessDocType = this.#setting.businessDocType === 0 ? 0 : 2;
      const bussiness = { bussinessDocType, bussinessDocReason: 'Cập nhật', paper: 0 } as const;
      this.#packets[index] = packetOf(documentMessage({ bussiness }));
      await this.#at('a').submit(outbound(this.#packet(index), common));
      return;
    }
    const { packetId } = this.#packet(0);
    this.#packets[index] = packetOf(statusMessage(code, codes[from], codes[to]), { concerns: packetId });
    const effect =
      code === '13'
        ? { recall: { packetId, recipient: codes[to], reason: 'Gửi nhầm' } }
        : { step: { packetId, agency: codes[from], code } };
    const record = outbound(this.#packet(index), { ...common, ...effect });
    expect(await this.#at(homeOf(this.#setting, state, index)).submit(record)).to.equal('stored');
  }

  #packet(index: number): PacketRecord {
    const packet = this.#packets[index];
    if (!packet) throw new RangeError(`no packet ${index}`);
    return packet;
  }

  #at(node: Node): Store {
    const store = this.#stores.get(node);
    if (!store) throw new RangeError(`no node ${node}`);
    return store;
  }
}
