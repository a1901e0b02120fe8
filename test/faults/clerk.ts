/** A clerk of a node: sends, reads, takes steps, asks back and answers, one thing after the other, and never minds a no. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isEdocError } from '../../src/errors.js';
import type { EntryRecord } from '../../src/store/index.js';
import type { Random } from '../e2e/kill/random.js';
import { between, chosen } from './fault.js';
import type { Ledger } from './ledger.js';
import type { FaultNode } from './node.js';
import type { Rig } from './rig.js';

const smallOctets = 1_500;
/** Travels beside its packet, in two parts. */
const largeOctets = 600_000;
/** How far back a clerk looks. */
const seenLines = 30;
const pauseMs = { from: 150, to: 600 };

/** What may follow on what, as far as a clerk tries; the node says no to some of it. */
const next: Readonly<Record<string, readonly ('02' | '03' | '04' | '05' | '06')[]>> = {
  '01': ['03', '03', '03', '02'],
  '03': ['04', '05', '06'],
  '04': ['05', '06'],
  '05': ['06'],
};

export class Clerk {
  readonly #rig: Rig;
  readonly #node: FaultNode;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #notation: string;
  #number = 0;

  /** @param notation of the numbers of its documents: nobody else's */
  constructor(rig: Rig, node: FaultNode, ledger: Ledger, random: Random, notation: string) {
    this.#rig = rig;
    this.#node = node;
    this.#ledger = ledger;
    this.#random = random;
    this.#notation = notation;
  }

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#act();
      } catch (error) {
        this.#note(error);
      }
      const ms = between(this.#random, pauseMs.from, pauseMs.to);
      await delay(ms, undefined, { signal }).catch(() => undefined);
    }
  }

  #act(): Promise<void> {
    const draw = this.#random();
    if (draw < 0.45) return this.#send();
    if (draw < 0.8) return this.#step();
    if (draw < 0.95) return this.#recall();
    return this.#resend();
  }

  async #send(): Promise<void> {
    const { desk, agencies } = this.#node;
    const random = this.#random;
    this.#number += 1;
    const from = chosen(random, agencies);
    const others = this.#rig.agencies.filter((agency) => !agencies.includes(agency));
    const to = others.filter(() => random() < 0.4);
    if (to.length === 0) to.push(chosen(random, others));
    const isLarge = random() < 0.15;
    const octets = randomBytes(isLarge ? largeOctets : smallOctets);
    const content = await desk.putContent(
      (async function* () {
        yield octets;
      })(),
    );
    const { packetId } = await desk.send({
      message: {
        kind: 'document',
        from: { organId: from },
        to: to.map((organId) => ({ organId })),
        code: { codeNumber: String(this.#number), codeNotation: this.#notation },
        documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
        subject: `V/v thử sự cố, số ${this.#number}`,
        ...(random() < 0.3 ? { otherInfo: { priority: 3 } } : {}),
        ...(random() < 0.2 ? await this.#revoking(from) : {}),
      },
      attachments: [{ name: 'Phụ lục.bin', ...content }],
    });
    this.#ledger.documents.set(packetId, {
      packetId,
      from,
      to,
      largeContents: isLarge ? [content.sha256] : [],
    });
  }

  /** What makes a document one that asks to revoke an earlier one, where there is one. */
  async #revoking(from: string) {
    const earlier = await this.#one('outbox');
    if (earlier?.agency !== from) return {};
    const { documentId } = earlier;
    return {
      bussiness: { bussinessDocType: 1, bussinessDocReason: 'Thu hồi văn bản', paper: 0, documentId },
    };
  }

  /** On one of the newest documents: the answer that is waited for, or the next step. */
  async #step(): Promise<void> {
    const entry = await this.#one('inbox');
    if (!entry) return;
    const { packetId, agency, recall, amendment, business } = entry;
    const isAsked = recall === 'requested' || (amendment === 'asked' && this.#random() < 0.5);
    const steps = next[business] ?? [];
    if (!isAsked && steps.length === 0) return;
    const code = isAsked ? chosen(this.#random, ['15', '16'] as const) : chosen(this.#random, steps);
    const reason = code === '02' || code === '16' ? { reason: 'Không thuộc thẩm quyền' } : {};
    const step = await this.#node.desk.step({ packetId, agency, code, ...reason });
    this.#ledger.steps.push({ packetId, agency, code, statusId: step.packetId });
  }

  async #recall(): Promise<void> {
    const entry = await this.#one('outbox');
    if (!entry) return;
    const { packetId, recipients } = await this.#node.desk.recall({
      packetId: entry.packetId,
      reason: 'Gửi nhầm nơi nhận',
    });
    for (const { recipient, outcome } of recipients) {
      if (outcome !== 'nothing') this.#ledger.recalls.push({ packetId, recipient, outcome });
    }
  }

  async #resend(): Promise<void> {
    const entry = await this.#one('outbox');
    if (entry) await this.#node.desk.resend({ packetId: entry.packetId });
  }

  /** Of the newest lines, the first ones more often. */
  async #one(box: 'inbox' | 'outbox'): Promise<EntryRecord | undefined> {
    const lines = await this.#node.reader[box]({ limit: seenLines });
    return lines[Math.floor(this.#random() ** 2 * lines.length)];
  }

  #note(error: unknown): void {
    if (!isEdocError(error)) {
      this.#ledger.wrong.push(`a clerk of ${this.#node.name} met ${String(error)}`);
      return;
    }
    this.#ledger.refused(error.code);
    if (error.code === 'agent.internal' || error.code === 'lifecycle.unknown-state') {
      this.#ledger.wrong.push(`a clerk of ${this.#node.name} was told ${error.code}`);
    }
  }
}
