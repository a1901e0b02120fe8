/** Free loopback ports. Free now does not mean free later: who starts a server must be ready to try again. */
import { createServer, type Server } from 'node:net';

export const loopback = '127.0.0.1';

/** That many different ports, free at this moment. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = held.map((server) => portOf(server));
  await Promise.all(held.map((server) => release(server)));
  return ports;
}

/** Whether each of the ports is still free. */
export async function areFree(ports: readonly number[]): Promise<boolean> {
  const held = await Promise.allSettled(ports.map((port) => listen(port)));
  await Promise.all(
    held.map((attempt) => (attempt.status === 'fulfilled' ? release(attempt.value) : undefined)),
  );
  return held.every((attempt) => attempt.status === 'fulfilled');
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: loopback }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
