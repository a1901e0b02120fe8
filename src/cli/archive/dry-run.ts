/** What a run would do: how many documents would go, and how many octets the node would be rid of. */
import { ContentFolder, type StoreReader } from '../../store/index.js';
import type { AgentPlace } from '../agent/directory.js';
import { type Choice, candidates, type OpenCounts } from './candidates.js';

export interface Forecast {
  readonly documents: number;
  /** Contents that would be removed from the disk. */
  readonly contents: { readonly count: number; readonly octets: number };
  readonly open: OpenCounts;
}

/** @param onDocument told of each document that was looked at */
export async function forecast(
  register: StoreReader,
  { config }: AgentPlace,
  choice: Choice,
  onDocument: () => void,
): Promise<Forecast> {
  const folder = new ContentFolder(config.data);
  const open: Record<string, number> = {};
  /** Contents that more documents have: how many of those would stay. In memory only what is shared. */
  const shared = new Map<string, number>();
  let [documents, count, octets] = [0, 0, 0];
  for await (const { packetId, reason } of candidates(register, choice)) {
    onDocument();
    if (reason !== undefined) {
      open[reason] = (open[reason] ?? 0) + 1;
      continue;
    }
    documents += 1;
    for (const { sha256, size } of await register.contentsOf(packetId)) {
      const others = (shared.get(sha256) ?? (await register.contentNeededBy(sha256))) - 1;
      if (others > 0) shared.set(sha256, others);
      else shared.delete(sha256);
      if (others > 0 || !(await folder.has(sha256))) continue;
      count += 1;
      octets += size;
    }
    if (documents === choice.limit) break;
  }
  return { documents, contents: { count, octets }, open };
}
