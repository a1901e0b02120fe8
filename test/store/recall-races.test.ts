import { expect } from 'chai';
import type {
  InboundRecord,
  OutboundRecord,
  OutboxItem,
  PacketRecord,
  Store,
} from '../../src/store/index.js';
import {
  afterSeconds,
  codeOf,
  documentMessage,
  first,
  inbound,
  outbound,
  outboundStatus,
  packetOf,
  receiptBy,
  sender,
  statusMessage,
  withStore,
} from './samples.js';

/**
 * What can happen to a document that is asked back, each once: it is published, comes, its receipt comes; the sender's clerk
 * asks it back, the 13 comes; the recipient's clerk takes a step, which comes; answers, which comes; the deadline passes;
 * the sender's clerk sends it again.
 */
const before = {
  publish: [],
  arrive: ['publish'],
  receipt: ['arrive'],
  recall: [],
  'recall comes': ['publish', 'recall'],
  step: ['arrive'],
  'step comes': ['step'],
  answer: ['arrive', 'recall comes'],
  'answer comes': ['answer'],
  expire: ['publish'],
  resend: ['expire'],
} as const satisfies Record<string, readonly string[]>;

type Happening = keyof typeof before;

interface Scenario {
  readonly name: string;
  /** The codes that the recipient's clerk sets; none where the node refuses the packet. */
  readonly steps: readonly ('02' | '03' | '06')[];
  readonly answer: '15' | '16';
  readonly happenings: readonly Happening[];
  readonly refused?: true;
}

const all = Object.keys(before) as Happening[];
const inTime = all.filter((one) => one !== 'expire' && one !== 'resend');
const unread = all.filter((one) => !one.startsWith('step') && !one.startsWith('answer'));

const scenarios: readonly Scenario[] = [
  { name: 'refused with 02, recall agreed to', steps: ['02'], answer: '15', happenings: inTime },
  { name: 'accepted with 03, recall agreed to', steps: ['03'], answer: '15', happenings: inTime },
  { name: 'done with 06, recall declined', steps: ['03', '06'], answer: '16', happenings: inTime },
  {
    name: 'given up and sent again, recall agreed to',
    steps: [],
    answer: '15',
    happenings: all.filter((one) => !one.startsWith('step')),
  },
  {
    name: 'accepted with 03, given up and sent again, recall declined at the end',
    steps: ['03'],
    answer: '16',
    happenings: all.filter((one) => !one.startsWith('answer') && one !== 'recall comes'),
  },
  { name: 'refused by the node', steps: [], answer: '15', happenings: unread, refused: true },
];

/** Every order in which these can happen. */
function orders(left: readonly Happening[], done: readonly Happening[] = []): Happening[][] {
  if (left.length === 0) return [[...done]];
  return left.flatMap((one) => {
    const waits: readonly Happening[] = before[one];
    if (waits.some((other) => left.includes(other))) return [];
    return orders(
      left.filter((other) => other !== one),
      [...done, one],
    );
  });
}

const farAway = afterSeconds(1_000_000_000);
/** When what expires in this round has its deadline. */
const roundEnds = (round: number) => afterSeconds(10_000 * (round + 1));

const toRecipient = [{ recipient: first, node: 'tayninh' }];
const toSender = [{ recipient: sender, node: 'nghean' }];

/** One document between two nodes with a store each, in one order of what happens. */
class Case {
  readonly packet: PacketRecord = packetOf(documentMessage());
  readonly order: readonly Happening[];
  readonly #scenario: Scenario;
  readonly #at: { readonly sender: Store; readonly recipient: Store };
  /** Statuses that were made, by packet id. */
  readonly statuses = new Map<
    string,
    { readonly packet: PacketRecord; readonly from: 'sender' | 'recipient' }
  >();

  constructor(scenario: Scenario, order: readonly Happening[], at: { sender: Store; recipient: Store }) {
    this.#scenario = scenario;
    this.order = order;
    this.#at = at;
  }

  get id(): string {
    return this.packet.packetId;
  }

  async submit(): Promise<void> {
    const round = this.order.indexOf('expire');
    const deadlineAt = round < 0 ? farAway : roundEnds(round);
    await this.#at.sender.submit(outbound(this.packet, { deliveries: toRecipient, deadlineAt }));
  }

  /** @param waiting what both outboxes offer in this round */
  async happens(one: Happening, waiting: ReadonlyMap<string, OutboxItem>): Promise<void> {
    if (one === 'publish') await this.publish(waiting);
    else if (one === 'arrive') await this.arrive();
    else if (one === 'receipt') await this.receipt();
    else if (one === 'recall') await this.recall();
    else if (one === 'recall comes') await this.statusesCome('sender', waiting);
    else if (one === 'step') for (const code of this.#scenario.steps) await this.say(code);
    else if (one === 'answer') await this.say(this.#scenario.answer);
    else if (one === 'resend') await this.resend();
    else if (one !== 'expire') await this.statusesCome('recipient', waiting);
  }

  async publish(waiting: ReadonlyMap<string, OutboxItem>): Promise<void> {
    const item = waiting.get(this.id);
    if (item) await this.#at.sender.outboxDone(item, 'confirmed', afterSeconds(1), farAway);
  }

  /** Whatever was published comes, even where it was given up meanwhile. */
  async arrive(): Promise<void> {
    const [delivery] = await this.#at.sender.deliveries(this.id);
    if (!delivery?.published) return;
    if (this.#scenario.refused) {
      await this.#at.recipient.quarantine({
        ...{ type: 'packet', messageId: this.id, senderNode: 'nghean', code: 'packet.outside' },
        ...{ bytes: this.packet.bytes, at: afterSeconds(2), receipts: [], events: [] },
      });
    } else await this.#at.recipient.accept(inbound(this.packet));
  }

  async receipt(): Promise<void> {
    const refused = this.#scenario.refused;
    if (!refused && !(await this.entry())) return;
    const [delivery] = await this.#at.sender.deliveries(this.id);
    if (!delivery?.published) return;
    await this.#at.sender.settle({
      ...{
        packetId: this.id,
        recipient: first,
        bytes: Buffer.from('<Receipt/>'),
        at: afterSeconds(3),
        events: [],
      },
      ...(refused ? { outcome: 'refused', code: 'packet.outside' } : { outcome: 'accepted' }),
    });
  }

  /** As the agent does it: here where it surely never left, else by a 13. */
  async recall(): Promise<void> {
    const { sender: store } = this.#at;
    if (await store.withdraw(this.id, [first], 'Gửi nhầm', afterSeconds(1), [])) return;
    const recall = { packetId: this.id, recipient: first, reason: 'Gửi nhầm' };
    await this.#submitStatus('sender', '13', { sender, deliveries: toRecipient, recall });
  }

  async say(code: '02' | '03' | '06' | '15' | '16'): Promise<void> {
    const step = { packetId: this.id, agency: first, code, reason: 'Lý do' } as const;
    if (await this.entry()) await this.#submitStatus('recipient', code, { deliveries: toSender, step });
  }

  /** What the rules do not allow at this moment does not happen. */
  async #submitStatus(
    from: 'sender' | 'recipient',
    code: string,
    changes: Partial<OutboundRecord>,
  ): Promise<void> {
    const record = outboundStatus(code, this.id, { deadlineAt: farAway, ...changes });
    const ends = from === 'sender' ? [sender, first] : [first, sender];
    const [by = first, to = sender] = ends;
    const { packetId, concerns, sha256, bytes, attachments } = record.packet;
    const packet: PacketRecord = {
      ...{ packetId, sha256, bytes, attachments, message: statusMessage(code, by, to) },
      ...(concerns === undefined ? {} : { concerns }),
    };
    const refusal = await codeOf(this.#at[from].submit({ ...record, packet }));
    if (refusal === undefined) this.statuses.set(packetId, { packet, from });
    else expect(refusal).to.equal('status.not-allowed');
  }

  /** All that the outbox of one end offers comes to the other, whose receipts come back. */
  async statusesCome(from: 'sender' | 'recipient', waiting: ReadonlyMap<string, OutboxItem>): Promise<void> {
    for (const [packetId, status] of this.statuses) {
      const item = waiting.get(packetId);
      if (status.from !== from || !item) continue;
      const [here, there] =
        from === 'sender' ? [this.#at.sender, this.#at.recipient] : [this.#at.recipient, this.#at.sender];
      const [by, to] = from === 'sender' ? [sender, first] : [first, sender];
      await here.outboxDone(item, 'confirmed', afterSeconds(4), farAway);
      const came: InboundRecord = inbound(status.packet, { sender: by, receipts: [receiptBy(to)] });
      await there.accept({ ...came, receivedAt: afterSeconds(5) });
      const bytes = Buffer.from('<Receipt/>');
      await here.settle({
        packetId,
        recipient: to,
        outcome: 'accepted',
        bytes,
        at: afterSeconds(6),
        events: [],
      });
      this.statuses.delete(packetId);
    }
  }

  async #wasRefused(): Promise<boolean> {
    const kept = await this.#at.recipient.reader.quarantined({ limit: 1_000 });
    return kept.some(({ messageId }) => messageId === this.id);
  }

  async resend(): Promise<void> {
    const asked = { packetId: this.id, recipient: first, node: 'tayninh' };
    await this.#at.sender.resend([asked], afterSeconds(7), { ordinary: farAway, urgent: farAway });
  }

  async entry() {
    const found = await this.#at.recipient.reader.document(this.id).catch(() => undefined);
    return found?.entries.find(({ box }) => box === 'in');
  }

  /** The recipient's clerk answers a recall that waits. */
  async answerRecall(): Promise<void> {
    if ((await this.entry())?.recall === 'requested') await this.say(this.#scenario.answer);
  }

  /** What each end says, in the same words. */
  async told(): Promise<{ sender: string; recipient: string }> {
    const [delivery] = await this.#at.sender.deliveries(this.id);
    const entry = await this.entry();
    const there = delivery?.state === 'delivered';
    return {
      sender: there ? `${delivery.business} ${delivery.recall}` : `not there, ${delivery?.state}`,
      recipient: entry
        ? `${entry.business} ${entry.recall}`
        : `not there, ${(await this.#wasRefused()) ? 'refused' : 'withdrawn'}`,
    };
  }
}

/** All documents of a scenario side by side, which is what makes thousands of orders quick. */
class Cases {
  readonly all: readonly Case[];
  readonly #scenario: Scenario;
  readonly #at: { readonly sender: Store; readonly recipient: Store };

  constructor(scenario: Scenario, at: { readonly sender: Store; readonly recipient: Store }) {
    this.#scenario = scenario;
    this.#at = at;
    this.all = orders(scenario.happenings).map((order) => new Case(scenario, order, at));
  }

  async run(): Promise<void> {
    await this.#each((one) => one.submit());
    for (const [round] of this.#scenario.happenings.entries()) await this.#round(round);
    for (let turn = 0; turn < 3; turn += 1) await this.#finish();
  }

  async #round(round: number): Promise<void> {
    const isRecall = (one: Case) => one.order[round] === 'recall';
    const happen = (waiting: ReadonlyMap<string, OutboxItem>, which: (one: Case) => boolean) =>
      this.#each(async (one) => {
        const happening = one.order[round];
        if (happening && which(one)) await one.happens(happening, waiting);
      });
    // Before the outbox was asked for the first time nothing has left it: then a recall withdraws.
    await happen(new Map(), isRecall);
    await happen(await this.#offered(), (one) => !isRecall(one));
    await this.#at.sender.expire(roundEnds(round));
  }

  /** All that is under way comes to its end. */
  async #finish(): Promise<void> {
    let waiting = await this.#offered();
    await this.#each((one) => one.publish(waiting));
    await this.#each((one) => one.arrive());
    await this.#each((one) => one.receipt());
    waiting = await this.#offered();
    await this.#each((one) => one.statusesCome('sender', waiting));
    await this.#each((one) => one.answerRecall());
    waiting = await this.#offered();
    await this.#each((one) => one.statusesCome('recipient', waiting));
  }

  async #each(what: (one: Case) => Promise<void>): Promise<void> {
    await Promise.all(this.all.map(what));
  }

  /** The packets that the outbox of either end offers. */
  async #offered(): Promise<ReadonlyMap<string, OutboxItem>> {
    const items: OutboxItem[] = [];
    for (const store of [this.#at.sender, this.#at.recipient])
      items.push(...(await store.outbox(100_000, new Set(), afterSeconds(8))));
    return new Map(items.filter(({ type }) => type === 'packet').map((item) => [item.packetId, item]));
  }
}

describe('a recall, in whatever order things happen', () => {
  for (const scenario of scenarios) {
    it(`ends the same at both ends: ${scenario.name} (${orders(scenario.happenings).length} orders)`, () =>
      withStore((atSender) =>
        withStore(async (atRecipient) => {
          const cases = new Cases(scenario, { sender: atSender, recipient: atRecipient });
          await cases.run();
          const outcomes = new Set<string>();
          for (const one of cases.all) {
            const told = await one.told();
            expect(told.sender, one.order.join(' → ')).to.equal(told.recipient);
            outcomes.add(told.sender);
          }
          // Else the orders would be no races.
          expect(outcomes.size, [...outcomes].join('; ')).to.be.greaterThan(1);
        }),
      )).timeout(120_000);
  }
});
