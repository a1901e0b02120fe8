/** What is written in a letter. */

export interface LetterFields {
  /** The issuing agency, e.g. `Văn phòng Chính phủ`. */
  readonly agency: string;
  /** e.g. `7816/VPCP-KSTT`. */
  readonly number: string;
  /** What follows `V/v`. */
  readonly subject: string;
  readonly place: string;
  readonly date: { readonly year: number; readonly month: number; readonly day: number };
  readonly recipients: readonly string[];
  readonly paragraphs: readonly string[];
  /** The lines under `Nơi nhận:` after `Như trên`. */
  readonly copies: readonly string[];
  /** e.g. `KT. Bộ trưởng, Chủ nhiệm`, `Phó Chủ nhiệm`. */
  readonly authority: readonly string[];
  readonly signer: string;
}
