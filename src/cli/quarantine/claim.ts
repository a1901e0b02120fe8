/** What a refused packet says of itself. Nobody has verified it: it is shown as a claim, and nothing is decided by it. */
import { readEdxml } from '../../edoc/index.js';

export interface Claim {
  /** The agency that it names as sender. */
  readonly sender?: string;
  /** Number and notation of the document. */
  readonly number?: string;
}

/** Undefined where the octets cannot be read as a message at all. */
export function claimOf(type: string, octets: Buffer): Claim | undefined {
  if (type !== 'packet') return undefined;
  try {
    const { draft } = readEdxml(octets);
    const sender = draft.from?.organId;
    const code = draft.kind === 'document' ? draft.code : undefined;
    const number = [code?.codeNumber, code?.codeNotation].filter((part) => part !== undefined).join('/');
    return {
      ...(typeof sender === 'string' ? { sender: sender.slice(0, 100) } : {}),
      ...(number === '' ? {} : { number: number.slice(0, 200) }),
    };
  } catch {
    // Whatever keeps it from being read is why it is in quarantine.
    return undefined;
  }
}
