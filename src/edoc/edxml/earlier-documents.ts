/** What a document says of documents before it. */
import type { DocumentMessage } from './model.js';

/** The DocumentIds of those that it answers, revokes, updates or replaces. */
export function earlierDocuments({ responseFor, bussiness }: DocumentMessage): string[] {
  const named = [
    ...responseFor.map(({ documentId }) => documentId),
    bussiness?.documentId,
    ...(bussiness?.replacementInfoList ?? []).map(({ documentId }) => documentId),
  ];
  return named.filter((documentId) => documentId !== undefined);
}
