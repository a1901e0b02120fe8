/**
 * A message before it is checked: any field may be missing, agency codes, numbers and dates are whatever text stood
 * there. The tolerant reader gives drafts, people's programs write them as JSON, `checkMessage` makes messages of them.
 */
import type { DocumentMessage, StatusMessage } from './model.js';

export type Draft<T> = T extends string
  ? string
  : T extends number | boolean
    ? T | string
    : T extends readonly (infer Item)[]
      ? readonly Draft<Item>[]
      : { readonly [Name in keyof T]?: Draft<T[Name]> };

export type DraftDocument = { readonly kind: 'document' } & Draft<Omit<DocumentMessage, 'kind'>>;
export type DraftStatus = { readonly kind: 'status' } & Draft<Omit<StatusMessage, 'kind'>>;
export type DraftMessage = DraftDocument | DraftStatus;
