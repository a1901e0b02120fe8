/** Takes out of a packet what can be read of it, in order or not. The caller says beside it what the verdict was. */
import { type ContentRef, type DraftMessage, inspectPacket } from '../edoc/index.js';
import { inspectEvidence, packetSeal, type Trust } from '../signing/index.js';

export interface TakenOut {
  /** Absent where nothing of the message can be read; checked only where the verdict is TOTAL-PASSED. */
  readonly message?: DraftMessage;
  readonly contents: readonly ContentRef[];
  /** The inline attachments whose octets are those of the manifest. */
  readonly attachments: readonly { readonly name: string; readonly octets: Buffer }[];
}

/** Never throws for what the file contains. */
export async function takeOut(file: Buffer, options: { trust: Trust; at: Date }): Promise<TakenOut> {
  const { claimed } = await inspectEvidence(file, packetSeal, options.trust, {
    at: options.at,
    revocation: 'soft',
  });
  if (!claimed) return { contents: [], attachments: [] };
  const { packet, draft, contents, inline } = inspectPacket(claimed.octets);
  const message = packet?.message ?? draft;
  const named = contents.filter(({ transfer }) => transfer === 'inline');
  const attachments = named.flatMap(({ name }, index) => {
    const octets = inline[index];
    return octets ? [{ name, octets }] : [];
  });
  return { ...(message ? { message } : {}), contents, attachments };
}
