/** Documents that are old enough, page by page and oldest first: the register may hold the documents of many years. */
import type { ArchivePlace, OpenReason, StoreReader } from '../../store/index.js';

export interface Choice {
  readonly before: Date;
  /** Also documents that nobody here has finished. */
  readonly unfinished: boolean;
  /** Documents that go at most. */
  readonly limit?: number;
}

/** How many documents stay, by what keeps them. */
export type OpenCounts = Readonly<Partial<Record<OpenReason, number>>>;

export interface Candidate extends ArchivePlace {
  /** Why it stays; absent where it may go. */
  readonly reason?: OpenReason;
}

const pageSize = 200;

export async function* candidates(
  register: StoreReader,
  { before, unfinished }: Pick<Choice, 'before' | 'unfinished'>,
): AsyncGenerator<Candidate> {
  let after: ArchivePlace | undefined;
  for (;;) {
    const page = await register.archiveCandidates({ before, ...(after ? { after } : {}), limit: pageSize });
    for (const { packetId, at, open } of page) {
      const stays = open !== undefined && !(open === 'unfinished' && unfinished);
      yield { packetId, at, ...(stays ? { reason: open } : {}) };
    }
    after = page.at(-1);
    if (!after) return;
  }
}
