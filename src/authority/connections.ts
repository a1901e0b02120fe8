/**
 * The open connections of a server, so many at most. For a further one the one that has kept the server waiting longest is
 * closed: a caller who opens connections and says nothing cannot keep others out.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class Connections {
  /** In the order in which they last fell silent; a set keeps that of insertion. */
  readonly #silent = new Set<Socket>();
  readonly #busy = new Set<Socket>();
  readonly #most: number;

  constructor(server: Server, most: number) {
    this.#most = most;
    server.on('connection', (socket: Socket) => this.#add(socket));
  }

  /** While the request, which has come whole, is answered, its connection is not closed for another. */
  async whileAnswering<Result>(socket: Socket, run: () => Promise<Result>): Promise<Result> {
    this.#silent.delete(socket);
    this.#busy.add(socket);
    try {
      return await run();
    } finally {
      this.#busy.delete(socket);
      if (!socket.destroyed) this.#silent.add(socket);
    }
  }

  #add(socket: Socket): void {
    this.#silent.add(socket);
    socket.once('close', () => {
      this.#silent.delete(socket);
      this.#busy.delete(socket);
    });
    if (this.#silent.size + this.#busy.size <= this.#most) return;
    const [longest] = this.#silent;
    longest?.destroy();
  }
}
