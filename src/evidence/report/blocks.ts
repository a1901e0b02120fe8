/** A report as a row of blocks in one language: what page and PDF both draw, so that they say the same. */
import type { Indication } from '../indications.js';

/** The mark and colour that go with words; the words always say it too. */
export type Tone = 'good' | 'bad' | 'unsure' | 'quiet';

export interface Remark {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
}

export type Block =
  | { readonly type: 'title'; readonly text: string; readonly under: string }
  | {
      readonly type: 'verdict';
      readonly indication: Indication;
      readonly text: string;
      /** The verdict as the standard writes it. */
      readonly code: string;
      /** Those with a tone are not of the verdict itself, and must not be overlooked beside it. */
      readonly lines: readonly Remark[];
    }
  /** `tone` marks a heading with a verdict. */
  | { readonly type: 'heading'; readonly level: 2 | 3 | 4; readonly text: string; readonly tone?: Tone }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'pairs'; readonly pairs: readonly Pair[] }
  | {
      readonly type: 'table';
      readonly columns: readonly {
        readonly title: string /** Share of the width. */;
        readonly share: number;
      }[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly type: 'findings'; readonly findings: readonly FindingBlock[] }
  /** A place for the inspector's signature. */
  | { readonly type: 'sign'; readonly text: string; readonly under: string };

/** A name and the lines of its value. */
export interface Pair {
  readonly name: string;
  readonly lines: readonly string[];
}

export interface FindingBlock {
  readonly tone: Tone;
  readonly severity: string;
  readonly place?: string;
  readonly text: string;
  readonly todo: string;
  readonly code: string;
}

export const toneOf: Readonly<Record<Indication, Tone>> = {
  'TOTAL-PASSED': 'good',
  'TOTAL-FAILED': 'bad',
  INDETERMINATE: 'unsure',
};

export const marks: Readonly<Record<Tone, string>> = { good: '✔', bad: '✘', unsure: '?', quiet: '–' };
