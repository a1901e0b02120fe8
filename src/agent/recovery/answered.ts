/** The receipt that ends a peer's answer to a resync request. */
import type { DirectoryAgency, Receipt } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { AgentContext } from '../context.js';
import type { Decision } from '../ports.js';

/**
 * Undefined where the receipt answers no request of this node. Where something that the peer gave back before it is not decided,
 * it is to come again.
 * @throws EdocError `receipt.not-a-recipient`, `receipt.other-digest`
 */
export async function answersResync(
  { store }: AgentContext,
  receipt: Receipt,
  issuer: DirectoryAgency,
  at: Date,
  isThrough: (node: string) => Promise<boolean>,
): Promise<Decision | undefined> {
  const request = await store.recovery.request(receipt.packetId);
  if (!request) return undefined;
  const detail = { packet: receipt.packetId, agency: issuer.code };
  if (issuer.node !== request.node) throw new EdocError('receipt.not-a-recipient', { detail });
  if (receipt.packetSha256 !== request.sha256) throw new EdocError('receipt.other-digest', { detail });
  if (!(await isThrough(request.node))) return 'requeue';
  const code = receipt.outcome === 'refused' ? receipt.code : undefined;
  await store.recovery.answered(receipt.packetId, receipt.outcome, code, at);
  return 'ack';
}
