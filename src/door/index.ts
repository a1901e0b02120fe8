/**
 * The local door of a running agent: HTTP/1.1 with JSON over a Unix domain socket.
 *
 * Promises: whoever may open the socket file, and nobody else, is at the desk; requests are bounded and checked before
 * they reach it; attachments of any permitted size pass with flat memory; errors arrive at the caller as the coded errors
 * that they were. Only one agent answers at a socket: that of a dead process is replaced, a live one is not.
 * Refuses: to listen on a network address, to run in a directory that others may write into, and to know what the
 * requests mean: that is the desk's.
 */
import type { Door, DoorOptions } from './server.js';

export { doorClient } from './client.js';
export type { Door, DoorOptions } from './server.js';

/**
 * Opens the door of `desk` at `socketPath` (mode 0600; its directory is made with 0700 where it is missing).
 * @throws EdocError `door.in-use`, `door.not-a-socket`, `door.path-too-long`, `door.open-directory`, `door.cannot-open`
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  // Callers of the client should not wait for what the server alone needs.
  const server = await import('./server.js');
  return server.openDoor(options);
}
