/**
 * Answers a packet that came before: with the receipt of the first time. Where its certificate has ended since, no sender could
 * verify it any more; then the same statement is sealed again (`spec/receipt.md`, point 7).
 */
import { readReceipt, sealedFile, writeReceipt } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import { inspectSeal, receiptSeal, type SealSigner, seal } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { GivenReceipt, RenewedReceipt } from './ports.js';
import { certificateSha256, sealSigner } from './signers.js';

/**
 * The answer waits in the outbox when it resolves.
 * @throws EdocError `agent.cannot-seal` where the receipt no longer stands and there is no certificate for another;
 *   `store.…`. Then the packet must come again.
 */
export async function answerAgain(
  context: Pick<AgentContext, 'store' | 'clock' | 'trust' | 'identities' | 'log'>,
  packetId: string,
  sha256: string,
): Promise<void> {
  const { store, clock, log } = context;
  const renewed: RenewedReceipt[] = [];
  for (const given of await store.givenReceipts(packetId, sha256)) {
    const bytes = await renewal(context, given);
    if (bytes) renewed.push({ renews: given, bytes });
  }
  await store.resendReceipts(packetId, sha256, clock.now(), renewed);
  if (renewed.length > 0) log.info('receipt.renewed', { packet: packetId, count: renewed.length });
}

/** Undefined where the receipt stands, or nothing better can be made of it. */
async function renewal(
  context: Pick<AgentContext, 'store' | 'clock' | 'trust' | 'identities'>,
  { agency, bytes, at }: GivenReceipt,
): Promise<Buffer | undefined> {
  const identity = context.identities.find(agency);
  if (!identity) return undefined;
  // Our own octets, judged as on the day when we made them.
  const { content } = await inspectSeal(bytes, receiptSeal, context.trust, { at });
  if (!content) return undefined;
  const { signed, signer } = content;
  const now = context.clock.now();
  const hasEnded = signer.notAfter <= now;
  if (!hasEnded && !(await isRevoked(context, agency, signer, now))) return undefined;
  try {
    const present = await sealSigner(context, identity);
    if (certificateSha256(present) === signer.certificateSha256) return undefined;
    const { head, tail } = writeReceipt(readReceipt(signed));
    return sealedFile(head, await seal({ head, tail }, receiptSeal, present, now), tail);
  } catch (cause) {
    throw new EdocError('agent.cannot-seal', { detail: { agency }, cause });
  }
}

/** Of a key that was stolen later, a receipt that this node itself gave is as true as before; but nobody takes it. */
async function isRevoked(
  { store }: Pick<AgentContext, 'store'>,
  agency: GivenReceipt['agency'],
  { certificateSha256: sha256 }: SealSigner,
  now: Date,
): Promise<boolean> {
  const listed = await store.agency(agency);
  const own = listed?.certificates.find((certificate) => certificate.sha256 === sha256);
  return own?.revokedAt !== undefined && now >= own.revokedAt;
}
