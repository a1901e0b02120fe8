/**
 * Whose trouble a failed publish is: of everything that goes out (the connection, the store), of the item for now, or of the
 * item for good.
 */
import { EdocError, type ErrorCode, isEdocError } from '../errors.js';

/** What no later try can mend: the octets do not fit on the wire, or are not there any more. */
const forGood: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'broker.message',
  'broker.too-large',
  'content.missing',
]);

/** Troubles of the node's own disk: for as long as they last, nothing at all can be stored. */
const ofTheDisk: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'store.full',
  'store.io',
  'store.busy',
  'store.corrupt',
]);

export function isOfTheDisk(error: unknown): error is EdocError {
  return isEdocError(error) && ofTheDisk.has(error.code);
}

/** An agency's key is out of reach, or its certificate has ended: nothing can be answered in its name. */
export function isOfTheKey(error: unknown): error is EdocError {
  return isEdocError(error) && error.code === 'agent.cannot-seal';
}

/** Troubles that the next item would have as well. Others are the item's own. */
export function concernsAll(error: unknown): boolean {
  if (!isEdocError(error) || forGood.has(error.code)) return false;
  return /^(broker|store)\./.test(error.code) && error.code !== 'broker.nacked';
}

/**
 * The error with which an item ends; undefined where it is tried again. What has no code is a fault of ours that may pass
 * with the next try; it ends as well, after `mostFailures`.
 */
export function endOf(error: unknown, failures: number, mostFailures: number): EdocError | undefined {
  if (isEdocError(error)) return forGood.has(error.code) ? error : undefined;
  return failures >= mostFailures ? new EdocError('agent.internal', { cause: error }) : undefined;
}
