/** The line between an agent and the broker: TCP, octet for octet, with somebody who cuts it, holds it up, or lets one end go. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export type End = 'agent' | 'broker';

export class Line {
  readonly #server: Server;
  readonly #brokerPort: number;
  readonly #calls = new Set<Call>();
  #isCut = false;
  #isHeld = false;

  private constructor(server: Server, brokerPort: number) {
    this.#server = server;
    this.#brokerPort = brokerPort;
  }

  static async to(brokerPort: number): Promise<Line> {
    const server = createServer();
    const line = new Line(server, brokerPort);
    server.on('connection', (agent) => line.#join(agent));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    return address.port;
  }

  /** Every connection ends with a reset, and so does each new one, until {@link mend}. */
  cut(): void {
    this.#isCut = true;
    this.#end([...this.#calls]);
  }

  /** Nothing passes in either direction, also not on new connections, and nothing is lost, until {@link mend}. */
  hold(): void {
    this.#isHeld = true;
    for (const call of this.#calls) call.hold();
  }

  /** What was held up passes, and new connections are as they should be. */
  mend(): void {
    this.#isCut = false;
    this.#isHeld = false;
    for (const call of this.#calls) call.mend();
  }

  /**
   * The connections of this moment lose one end, which the other does not hear of: what it says goes nowhere. Returns what ends the
   * silent ones.
   */
  halfOpen(lost: End): () => void {
    const calls = [...this.#calls];
    for (const call of calls) call.lose(lost);
    return () => this.#end(calls);
  }

  /**
   * On the connections of this moment the agent's word reaches the broker, and the broker's does not reach the agent. Returns what
   * ends them: half a conversation cannot go on.
   */
  deafen(): () => void {
    const calls = [...this.#calls];
    for (const call of calls) call.deafen();
    return () => this.#end(calls);
  }

  async close(): Promise<void> {
    this.#end([...this.#calls]);
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(agent: Socket): void {
    if (this.#isCut) {
      agent.on('error', () => {}).resetAndDestroy();
      return;
    }
    const call = new Call({ agent, broker: connect(this.#brokerPort, '127.0.0.1') }, () =>
      this.#calls.delete(call),
    );
    this.#calls.add(call);
    if (this.#isHeld) call.hold();
  }

  #end(calls: readonly Call[]): void {
    for (const call of calls) call.end();
  }
}

/** One connection of an agent, and the one to the broker that belongs to it. */
class Call {
  readonly #ends: Readonly<Record<End, Socket>>;
  /** Who is not heard any more. */
  readonly #unheard = new Set<End>();
  #isHeld = false;
  #isHalf = false;

  constructor(ends: Readonly<Record<End, Socket>>, gone: () => void) {
    this.#ends = ends;
    const { agent, broker } = ends;
    for (const [name, from, to] of [
      ['agent', agent, broker],
      ['broker', broker, agent],
    ] as const) {
      from.on('error', () => {});
      from.on('data', (octets: Buffer) => this.#pass(name, octets, from, to));
      from.once('close', () => {
        if (!this.#isHalf) to.resetAndDestroy();
        if (agent.destroyed && broker.destroyed) gone();
      });
    }
  }

  hold(): void {
    this.#isHeld = true;
    for (const socket of Object.values(this.#ends)) socket.pause();
  }

  mend(): void {
    this.#isHeld = false;
    for (const socket of Object.values(this.#ends)) socket.resume();
  }

  lose(lost: End): void {
    this.#isHalf = true;
    this.#unheard.add('agent').add('broker');
    for (const socket of Object.values(this.#ends)) socket.resume();
    this.#ends[lost].resetAndDestroy();
  }

  deafen(): void {
    this.#unheard.add('broker');
  }

  end(): void {
    for (const socket of Object.values(this.#ends)) socket.resetAndDestroy();
  }

  #pass(name: End, octets: Buffer, from: Socket, to: Socket): void {
    if (this.#unheard.has(name) || to.write(octets)) return;
    from.pause();
    to.once('drain', () => {
      if (!this.#isHeld) from.resume();
    });
  }
}
