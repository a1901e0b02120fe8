/**
 * A peer that is gone without a word: a machine without power, a cut line. The kernel would go on for minutes, and AMQP's
 * heartbeats are heard for two to three intervals before they are missed.
 */
import { socketOf } from './driver.js';

/** Between two looks; a process that was busy itself looks late, and so does not take its own pause for the peer's. */
const lookEveryMs = 1_000;
/**
 * Looks in a row without an octet, by the heartbeat. The broker sends at least every half of it, so that this is nearly three
 * beats that did not come: a broker on a busy machine may be late with two.
 */
const looksEachSecond = 1.4;

/** Cuts the connection without a word; a socket that nobody closes would keep this process from ending. */
export function cut(connection: object): void {
  socketOf(connection)?.destroy();
}

/** Ends the connection's socket once the peer has been silent for 1.4 heartbeats and up to a second more. */
export function endWhenSilent(connection: object, heartbeatSeconds: number): void {
  const silentLooks = Math.ceil(heartbeatSeconds * looksEachSecond);
  const stream = socketOf(connection);
  if (!stream) return;
  let [heard, silent] = [stream.bytesRead, 0];
  const timer = setInterval(() => {
    silent = stream.bytesRead === heard ? silent + 1 : 0;
    heard = stream.bytesRead;
    if (silent < silentLooks) return;
    clearInterval(timer);
    stream.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' }));
  }, lookEveryMs);
  timer.unref();
  stream.once('close', () => clearInterval(timer));
}
