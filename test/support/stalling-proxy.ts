/** A TCP proxy that can hold back everything, as a line does on which packets are lost: no end is told to anybody. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface StallingProxy {
  readonly port: number;
  /** Connections that were made through it so far. */
  readonly made: number;
  stall(): void;
  /** What was held back goes on. */
  resume(): void;
  stop(): Promise<void>;
}

export async function stallingProxy(host: string, port: number): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  let [made, stalled] = [0, false];
  const take = (socket: Socket) => {
    sockets.add(socket);
    if (stalled) socket.pause();
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    made += 1;
    const far = connect(port, host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (octets) => to.write(octets));
      from.on('close', () => to.destroy());
      take(from);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get made() {
      return made;
    },
    stall: () => {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume: () => {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
