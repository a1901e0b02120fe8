/** The parts of an edXML header for a message or a draft. */
import type { WriteElement } from '../xml/element.js';
import type { DraftMessage } from './draft.js';
import type { Fields } from './layout.js';
import {
  bussinessGroup,
  documentHeaderGroup,
  statusHeaderGroup,
  traceHeaderListGroup,
} from './message-layout.js';
import { writeGroup } from './write-fields.js';

export interface HeaderElements {
  readonly messageHeader: WriteElement;
  /** Documents only. */
  readonly traceHeaderList?: WriteElement;
}

/** @param more elements that follow the fields of MessageHeader. */
export function writeHeader(draft: DraftMessage, more: readonly WriteElement[] = []): HeaderElements {
  if (draft.kind === 'status') return { messageHeader: writeGroup(asFields(draft), statusHeaderGroup, more) };
  const messageHeader = writeGroup(asFields(draft), documentHeaderGroup, more);
  const { traceHeaderList, bussiness } = draft;
  if (traceHeaderList === undefined && bussiness === undefined) return { messageHeader };
  const inTrace = bussiness === undefined ? [] : [writeGroup(asFields(bussiness), bussinessGroup)];
  return {
    messageHeader,
    traceHeaderList: writeGroup(asFields(traceHeaderList ?? {}), traceHeaderListGroup, inTrace),
  };
}

/** Drafts are plain JSON objects; the layouts, typed against the model, say how to walk them. */
export function asFields(draft: object): Fields {
  return draft as Fields;
}
