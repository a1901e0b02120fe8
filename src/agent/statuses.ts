/** Makes the status messages of edXML that speak of a document, and puts them on their way. */
import {
  type DocumentMessage,
  edxmlTimestamp,
  type Message,
  type OrganId,
  readEdxml,
  requireMessage,
  type StatusMessage,
} from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import { knownAgency, requireActive, requireDirectoryInForce } from './directory.js';
import type { Identity } from './identities.js';
import type { PacketIds } from './packet-ids.js';
import { sealPacket } from './packets.js';
import type { OutboundRecord } from './ports.js';

export interface NewStatus {
  readonly from: Identity;
  readonly addressee: OrganId;
  readonly addresseeNode: string;
  readonly code: string;
  readonly description: string;
  readonly staff?: StatusMessage['staffInfo'];
  /** The document that the status speaks of. */
  readonly concerns: string;
  readonly document: DocumentMessage;
  readonly effect: Pick<OutboundRecord, 'step' | 'recall'>;
}

/** A document of our own store, read again: it was checked when it was stored. */
export function storedDocument(packetId: string, bytes: Buffer): DocumentMessage {
  const message = requireMessage(readEdxml(bytes).draft);
  if (message.kind !== 'document') throw new EdocError('document.unknown', { detail: { packet: packetId } });
  return message;
}

/** Seals and stores the status with what it changes here, in one transaction. Returns its packet id. */
export async function sendStatus(context: AgentContext, ids: PacketIds, status: NewStatus): Promise<string> {
  await requireDirectoryInForce(context);
  const { from, document } = status;
  const at = context.clock.now();
  const agency = await knownAgency(context, from.code);
  // The others would refuse it; then the step would be taken here and not there.
  requireActive(agency);
  const message = requireMessage({
    kind: 'status',
    from: { organId: from.code, organName: agency.name },
    responseFor: {
      organId: status.addressee,
      code: `${document.code.codeNumber}/${document.code.codeNotation}`,
      documentId: document.documentId,
      promulgationDate: document.promulgationInfo.promulgationDate,
    },
    ...(status.staff ? { staffInfo: status.staff } : {}),
    statusCode: status.code,
    description: status.description,
    timestamp: edxmlTimestamp(at),
  });
  const packetId = await ids.use(from.code, (id) => submitStatus(context, status, { id, message, at }));
  context.log.info('status.submitted', { packet: packetId, agency: from.code, kind: status.code });
  return packetId;
}

async function submitStatus(
  context: AgentContext,
  status: NewStatus,
  { id: packetId, message, at }: { readonly id: string; readonly message: Message; readonly at: Date },
): Promise<string> {
  const { from } = status;
  const packet = await sealPacket(
    context,
    { packetId, message, concerns: status.concerns, contents: [] },
    from,
  );
  await context.store.submit({
    packet,
    sender: from.code,
    lane: 'ordinary',
    deliveries: [{ recipient: status.addressee, node: status.addresseeNode }],
    at,
    deadlineAt: new Date(at.getTime() + context.policy.deadlineMs.ordinary),
    ...status.effect,
    events: [
      {
        kind: 'status.submitted',
        packetId,
        agency: from.code,
        detail: {
          code: status.code,
          concerns: status.concerns,
          recipient: status.addressee,
          sha256: packet.sha256,
        },
      },
    ],
  });
  return packetId;
}
