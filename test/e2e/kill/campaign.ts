/** What both campaigns share: an axis with two agents that are processes, documents that flow, and the final reckoning. */
import { randomBytes } from 'node:crypto';
import type { Desk, SendResult } from '../../../src/agent/index.js';
import { readAgentPlace } from '../../../src/cli/agent/directory.js';
import { doorClient } from '../../../src/door/index.js';
import { testAxis, type WholeAxis } from '../../support/axis.js';
import { AgentProcess } from '../support/agent-process.js';
import { type Document, type Reckoning, reckon } from './reckoning.js';

export interface Campaign {
  readonly documents: number;
  readonly kills: number;
  readonly seed: number;
}

export const from = 'G22';
export const to = 'H41';

/** The first directory and the first connection are not part of a campaign. */
export async function withTwoAgents<Result>(run: (axis: TwoAgents) => Promise<Result>): Promise<Result> {
  const axis = await testAxis('Trục thử nghiệm', [
    { agencies: [{ code: from, name: 'Văn phòng Chính phủ' }] },
    { agencies: [{ code: to, name: 'Ủy ban nhân dân tỉnh Nghệ An' }] },
  ]);
  const agents = new TwoAgents(axis);
  try {
    await agents.begin();
    return await run(agents);
  } finally {
    await agents.end();
    await axis.remove();
  }
}

export class TwoAgents {
  readonly #axis: WholeAxis;
  readonly #running = new Map<string, AgentProcess>();

  constructor(axis: WholeAxis) {
    this.#axis = axis;
  }

  async begin(): Promise<void> {
    for (const code of [from, to]) this.start(code);
    await Promise.all([from, to].map((code) => this.agent(code).says('directory.in-force')));
  }

  directory(code: string): string {
    return this.#axis.agent(code).directory;
  }

  agent(code: string): AgentProcess {
    const agent = this.#running.get(code);
    if (!agent) throw new Error(`the agent of ${code} was not started`);
    return agent;
  }

  /** In the place of one that was killed. */
  start(code: string): AgentProcess {
    const agent = new AgentProcess(this.directory(code));
    this.#running.set(code, agent);
    return agent;
  }

  /** The sender's desk, as its clerks reach it. */
  async desk(): Promise<Desk> {
    return doorClient((await readAgentPlace(this.directory(from))).config.socket);
  }

  /** Waits until nothing is under way, stops both agents in good order, and counts what each of them holds. */
  async reckon(documents: readonly Document[]): Promise<Reckoning> {
    return reckon({
      sender: this.directory(from),
      receiver: this.directory(to),
      documents,
      stop: () => this.end(),
    });
  }

  async end(): Promise<void> {
    const agents = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(agents.map((agent) => agent.stop()));
  }
}

const smallOctets = 1_500;
/** Travels beside its packet, in two parts. */
const largeOctets = 600_000;
const largeEvery = 10;

/** Hands in the attachment, then the document, as a clerk does it. Every tenth attachment is large. */
export async function submit(desk: Desk, number: number): Promise<Document> {
  const octets = randomBytes(number % largeEvery === 0 ? largeOctets : smallOctets);
  const content = await desk.putContent(
    (async function* () {
      yield octets;
    })(),
  );
  const sent: SendResult = await desk.send({
    message: {
      kind: 'document',
      to: [{ organId: to }],
      code: { codeNumber: String(number), codeNotation: 'VPCP-KSTT' },
      documentType: { type: 1, typeDetail: 0, typeName: 'Công văn' },
      subject: `V/v thử nghiệm số ${number}`,
      promulgationInfo: { place: 'Hà Nội' },
      signerInfo: { position: 'Cục trưởng', fullName: 'Trần Minh Khang' },
    },
    attachments: [{ name: 'Phụ lục.bin', ...content }],
  });
  return { number, packetId: sent.packetId, sha256: content.sha256 };
}

/** The numbers of each of `rounds` rounds, from 1: as even as it goes. */
export function shared(documents: number, rounds: number): number[][] {
  const numbers = Array.from({ length: documents }, (_, index) => index + 1);
  return Array.from({ length: rounds }, (_, round) => numbers.filter((number) => number % rounds === round));
}
