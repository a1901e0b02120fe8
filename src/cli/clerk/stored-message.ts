/** The message of a document in the store, read from its sealed octets. It was verified before it was stored. */
import { type DocumentMessage, readEdxml, requireMessage } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import type { DocumentRecord, StoreReader } from '../../store/index.js';

export interface StoredDocument {
  readonly message: DocumentMessage;
  /** The octets as sealed. */
  readonly bytes: Buffer;
}

/** @throws EdocError `store.not-found` */
export async function readStoredDocument(
  register: StoreReader,
  document: DocumentRecord,
): Promise<StoredDocument> {
  const [packet] = document.packets;
  const bytes = packet && (await register.packetBytes(document.packetId, packet.direction));
  if (!bytes) throw new EdocError('store.not-found', { detail: { id: document.packetId } });
  const message = requireMessage(readEdxml(bytes).draft);
  if (message.kind !== 'document')
    throw new EdocError('store.not-found', { detail: { id: document.packetId } });
  return { message, bytes };
}
