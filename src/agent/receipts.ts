/** Makes the sealed receipts with which this node's agencies answer a packet. */
import { hash } from 'node:crypto';
import { type OrganId, sealedFile, writeReceipt } from '../edoc/index.js';
import { describe, EdocError } from '../errors.js';
import { receiptSeal, seal } from '../signing/index.js';
import type { AgentContext } from './context.js';
import type { Identity } from './identities.js';
import type { AttachmentRecord, NewReceipt } from './ports.js';
import { sealSigner } from './signers.js';

export function sha256Hex(octets: Uint8Array): string {
  return hash('sha256', octets);
}

export interface Received {
  readonly packetId: string;
  readonly sha256: string;
  readonly receivedAt: Date;
}

export function acceptingReceipt(
  context: AgentContext,
  identity: Identity,
  received: Received & {
    readonly sender: OrganId;
    readonly attachments: readonly Pick<AttachmentRecord, 'sha256' | 'size'>[];
  },
): Promise<NewReceipt> {
  return sealReceipt(context, identity, received, {
    outcome: 'accepted',
    sender: received.sender,
    contents: received.attachments.map(({ sha256, size }) => ({ sha256, size })),
  });
}

/** The words are Vietnamese, for the sender's clerk; the code is what programs go by. */
export function refusingReceipt(
  context: AgentContext,
  identity: Identity,
  received: Received & { readonly sender?: OrganId | undefined },
  error: EdocError,
): Promise<NewReceipt> {
  const words = describe(error, 'vi');
  return sealReceipt(context, identity, received, {
    outcome: 'refused',
    ...(received.sender === undefined ? {} : { sender: received.sender }),
    code: error.code,
    reason: `${words.what} ${words.todo}`.trim(),
  });
}

async function sealReceipt(
  context: AgentContext,
  identity: Identity,
  received: Received,
  answer:
    | { outcome: 'accepted'; sender: OrganId; contents: { sha256: string; size: number }[] }
    | { outcome: 'refused'; sender?: OrganId; code: EdocError['code']; reason: string },
): Promise<NewReceipt> {
  const at = context.clock.now();
  const { head, tail } = writeReceipt({
    packetId: received.packetId,
    packetSha256: received.sha256,
    recipient: identity.code,
    receivedAt: received.receivedAt,
    logHead: context.store.logHead(),
    ...answer,
  });
  const signature = await sealSigner(context, identity)
    .then((signer) => seal({ head, tail }, receiptSeal, signer, at))
    .catch((cause: unknown) => {
      // Our own trouble, whatever it is: nothing that the sender of the packet could mend, or should be told.
      throw new EdocError('agent.cannot-seal', { detail: { agency: identity.code }, cause });
    });
  return {
    agency: identity.code,
    outcome: answer.outcome,
    ...(answer.outcome === 'refused' ? { code: answer.code } : {}),
    bytes: sealedFile(head, signature, tail),
    at,
  };
}
