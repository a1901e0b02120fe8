/** One test vector of evidence as it is written down here. */
export interface Case {
  readonly name: string;
  /** One sentence: what is special about the file. */
  readonly about: string;
  readonly file: Buffer;
  readonly kind?: 'packet' | 'receipt';
  /** The time of verification; left out, {@link usualTime}. */
  readonly at?: string;
  /** Left out: hard. */
  readonly policy?: 'soft' | 'hard';
  /** What the verifier has itself. */
  readonly given?: { readonly crls?: readonly Buffer[]; readonly ocsps?: readonly Buffer[] };
  /** Time-stamp authorities are those under `stamp-trust.pem`. */
  readonly stampTrust?: true;
  /** The level that is reached. Left out: that of the parts. */
  readonly level?: 'B' | 'T' | 'LT' | 'LTA';
  /** Left out: the usual time of stamping; null: no time is proven. */
  readonly provenAt?: string | null;
  /** All findings of severity error, in their order. Left out: the file is accepted. */
  readonly refused?: readonly string[];
  /** All warnings, in their order. */
  readonly warnings?: readonly string[];
}

export const usualTime = '2026-06-02T08:00:00Z';
/** When the seal is stamped: twelve seconds after its SigningTime. */
export const stampTime = '2026-06-01T08:00:10Z';
/** When answers on revocation are made. */
export const answerTime = '2026-06-01T08:01:00Z';
export const answerEnd = '2026-06-02T08:01:00Z';
