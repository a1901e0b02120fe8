/** The receipt that ends a peer's answer to a resync request. */
import type { DirectoryAgency, Receipt } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { AgentContext } from '../context.js';

/**
 * True where the receipt answers a request of this node.
 * @throws EdocError `receipt.not-a-recipient`, `receipt.other-digest`
 */
export async function answersResync(
  { store }: AgentContext,
  receipt: Receipt,
  issuer: DirectoryAgency,
  at: Date,
  returnedTaken: () => Promise<void>,
): Promise<boolean> {
  const request = await store.recovery.request(receipt.packetId);
  if (!request) return false;
  const detail = { packet: receipt.packetId, agency: issuer.code };
  if (issuer.node !== request.node) throw new EdocError('receipt.not-a-recipient', { detail });
  if (receipt.packetSha256 !== request.sha256) throw new EdocError('receipt.other-digest', { detail });
  await returnedTaken();
  const code = receipt.outcome === 'refused' ? receipt.code : undefined;
  await store.recovery.answered(receipt.packetId, receipt.outcome, code, at);
  return true;
}
