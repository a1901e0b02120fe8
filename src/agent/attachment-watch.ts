/**
 * Looks at the signatures inside received PDF files, in the background: no receipt waits for it. The store is the only memory:
 * what was not looked at before a crash is found again. One file at a time, however large.
 */
import { bufferSource, type Packet, type PdfSource, readPacket } from '../edoc/index.js';
import { EdocError, isEdocError } from '../errors.js';
import { packetSeal, verifySeal } from '../signing/index.js';
import type { AttachmentPolicy, AttachmentToInspect, FoundSignatures } from './attachment-ports.js';
import type { AgentContext } from './context.js';

const lookEveryMs = 5_000;
const batch = 8;

export class AttachmentWatch {
  readonly #context: AgentContext;
  readonly #policy: AttachmentPolicy;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #stopping = false;

  constructor(context: AgentContext, policy: AttachmentPolicy) {
    this.#context = context;
    this.#policy = policy;
  }

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#pass;
  }

  #schedule(ms: number): void {
    if (this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#pass = this.#look().catch((error: unknown) => {
        this.#context.log.error('attachments.failed', { error });
      });
      void this.#pass.then(() => this.#schedule(lookEveryMs));
    }, ms);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#context;
    for (;;) {
      const waiting = await store.attachmentsToInspect(batch);
      for (const attachment of waiting) {
        if (this.#stopping) return;
        const found = await this.#inspect(attachment);
        await store.keepSignatures(attachment, { ...found, at: clock.now() });
      }
      if (waiting.length < batch) return;
    }
  }

  async #inspect(attachment: AttachmentToInspect): Promise<FoundSignatures> {
    try {
      const source = await this.#sourceOf(attachment);
      return (await this.#policy.inspect(source, attachment.receivedAt)) ?? { verdict: 'none', report: null };
    } catch (error) {
      if (!isEdocError(error)) throw error;
      // The file is gone or changed on the disk; that is for `edoc save` to say when it is wanted.
      this.#context.log.warn('attachments.unread', { packet: attachment.packetId, error });
      return { verdict: 'unread', report: null };
    }
  }

  async #sourceOf(attachment: AttachmentToInspect): Promise<PdfSource> {
    const { transfer, packet: octets, receivedAt, ordinal } = attachment;
    if (transfer === 'parts') return storedSource(this.#context, attachment);
    const packet = readPacket(await verifySeal(octets, packetSeal, this.#context.trust, { at: receivedAt }));
    return bufferSource(inlineOctets(packet, ordinal));
  }
}

/**
 * Refuses a packet with a PDF file that is not validly signed.
 * @throws EdocError `pdf.signature-required` with the file's name as place
 */
export async function requireSignatures(
  context: AgentContext,
  policy: AttachmentPolicy,
  packet: Packet,
  at: Date,
): Promise<void> {
  if (packet.message.kind !== 'document') return;
  for (const [ordinal, content] of packet.contents.entries()) {
    const source =
      content.transfer === 'parts'
        ? storedSource(context, content)
        : bufferSource(inlineOctets(packet, ordinal));
    const found = await policy.inspect(source, at);
    if (found && found.verdict !== 'valid')
      throw new EdocError('pdf.signature-required', { place: content.name });
  }
}

function storedSource(
  { contents }: AgentContext,
  { sha256, size }: { readonly sha256: string; readonly size: number },
): PdfSource {
  return { size, read: (start, length) => contents.readRange(sha256, start, length) };
}

function inlineOctets({ contents, inline }: Packet, ordinal: number): Buffer {
  const before = contents.slice(0, ordinal).filter(({ transfer }) => transfer === 'inline').length;
  return inline[before] ?? Buffer.alloc(0);
}
