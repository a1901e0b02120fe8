/** The operator knows of evidence that cannot be raised, and says why that is to be lived with. */
import { EdocError } from '../../errors.js';
import type { AgentContext } from '../context.js';
import type { AcknowledgeRequest, AcknowledgeResult } from '../desk.js';
import type { EvidenceLevel } from './ports.js';

/**
 * Further tries are made all the same; what can be raised after all is. @param below the levels that are not enough
 * @throws EdocError `reason.missing`, `attention.nothing-waits` where nothing of the packet is below the level, or all was acknowledged
 */
export async function acknowledge(
  { store, clock, log }: AgentContext,
  below: readonly EvidenceLevel[],
  { packetId, reason }: AcknowledgeRequest,
): Promise<AcknowledgeResult> {
  const words = reason.trim();
  if (words === '') throw new EdocError('reason.missing');
  const files = await store.evidence.acknowledge(packetId, below, words, clock.now());
  if (files === 0) throw new EdocError('attention.nothing-waits', { detail: { packet: packetId } });
  log.info('evidence.acknowledged', { packet: packetId, count: files });
  return { packetId, files };
}
