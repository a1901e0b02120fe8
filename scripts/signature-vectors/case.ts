/** One test vector as it is written down here. */
export interface Case {
  readonly name: string;
  /** One sentence: what is special about the file. */
  readonly about: string;
  readonly file: Buffer;
  readonly kind?: 'packet' | 'receipt' | 'ping' | 'directory';
  /** The time of verification; left out, {@link usualTime}. */
  readonly at?: string;
  /** The agency that the caller expects; left out, none. */
  readonly agency?: string;
  /** All codes that a verifier finds, in its order; the first is the code of the refusal. Left out: it is accepted. */
  readonly refused?: readonly string[];
  /** Of an accepted file: whose seal it is. Left out: H41. */
  readonly signer?: string;
}

export const usualTime = '2026-06-01T08:00:00Z';
