/** Makes a checked message of a draft, or says all that is wrong with it (`spec/edxml.md`, section 3). */
import { type Finding, throwIfErrors } from '../../errors.js';
import { statusCodes } from '../code-lists.js';
import { limits } from '../limits.js';
import { type ContentRef, checkContents } from '../packet/contents.js';
import { type Checking, checkFields, checkGroup, isObject } from './check-fields.js';
import type { Fields } from './layout.js';
import {
  bussinessGroup,
  documentHeaderGroup,
  statusHeaderGroup,
  traceHeaderListGroup,
} from './message-layout.js';
import type { DocumentMessage, Message, StatusMessage } from './model.js';
import { Notes, shown } from './notes.js';
import { secretMarks } from './secrecy.js';

export interface CheckOptions {
  /** `yyyy/MM/dd` in Vietnam. With it a document must not be promulgated on a later day. */
  readonly today?: string;
  /** The attachments that go with a document; they are checked too. */
  readonly contents?: readonly ContentRef[];
  /** The draft is someone else's: entries of trace and response lists that cannot be used are left out with a warning. */
  readonly foreign?: boolean;
}

export interface Checked {
  /** There exactly where no finding is an error. */
  readonly message?: Message;
  readonly findings: readonly Finding[];
}

/**
 * All that is to be said about a draft, in one pass: `edxml.required`, `edxml.organ-id`, `edxml.date`, `edxml.secret` …
 * as listed in `spec/edxml.md`, section 5.
 *
 * @param draft a `DraftMessage`, or the JSON of one from outside.
 */
export function checkMessage(draft: unknown, options: CheckOptions = {}): Checked {
  const notes = new Notes();
  const checking: Checking = { notes, foreign: options.foreign ?? false };
  const kind = isObject(draft) ? draft['kind'] : undefined;
  let message: Message | undefined;
  if (isObject(draft) && kind === 'document') message = checkDocument(draft, checking, options.today);
  else if (isObject(draft) && kind === 'status') message = checkStatus(draft, checking);
  else notes.add('error', 'edxml.kind', 'kind');
  if (options.contents) checkContents(options.contents, notes);
  return { ...(message && !notes.hasError() ? { message } : {}), findings: notes.findings };
}

/** The message alone. @throws EdocError with every finding of severity `error`; its code is that of the first. */
export function requireMessage(draft: unknown, options: CheckOptions = {}): Message {
  const { message, findings } = checkMessage(draft, options);
  throwIfErrors(findings);
  if (!message) throw new Error('a draft without errors gave no message');
  return message;
}

function checkDocument(
  draft: Readonly<Record<string, unknown>>,
  checking: Checking,
  today: string | undefined,
): DocumentMessage | undefined {
  const { notes } = checking;
  const others = ['kind', 'traceHeaderList', 'bussiness'];
  const header = checkFields(draft, documentHeaderGroup, 'MessageHeader', checking, others);
  const traceHeaderList = checkGroup(
    draft['traceHeaderList'] ?? {},
    traceHeaderListGroup,
    'TraceHeaderList',
    checking,
  );
  const bussiness = checkOptional(draft['bussiness'], checking);
  if (notes.hasError()) {
    noteSecrets(asDocument(header), notes);
    return undefined;
  }
  const message = asDocument({ ...header, traceHeaderList, ...(bussiness && { bussiness }) });
  noteRecipients(message, notes);
  noteReference(message, notes);
  noteFuture(message, today, notes);
  noteSecrets(message, notes);
  return message;
}

function checkOptional(draft: unknown, checking: Checking): Fields | undefined {
  if (draft === undefined || draft === null) return undefined;
  return checkGroup(draft, bussinessGroup, 'TraceHeaderList.Bussiness', checking);
}

// The layouts are typed against the model and every required field was found right, so the fields are a message's.
function asDocument(fields: Fields): DocumentMessage {
  return { kind: 'document', ...fields } as unknown as DocumentMessage;
}

function asStatus(fields: Fields): StatusMessage {
  return { kind: 'status', ...fields } as unknown as StatusMessage;
}

function checkStatus(draft: Readonly<Record<string, unknown>>, checking: Checking): StatusMessage {
  const { notes } = checking;
  const place = 'MessageHeader.StatusCode';
  const message = asStatus(checkFields(draft, statusHeaderGroup, 'MessageHeader', checking, ['kind']));
  const written: string | undefined = message.statusCode;
  if (written === undefined) return message;
  const statusCode = /^\d$/.test(written) ? `0${written}` : written;
  if (statusCode !== written) notes.add('note', 'edxml.one-digit-status', place, { value: statusCode });
  if (!/^\d\d$/.test(statusCode)) notes.add('error', 'edxml.status-code', place, { value: shown(written) });
  else noteReason({ ...message, statusCode }, notes);
  return { ...message, statusCode };
}

function noteReason({ statusCode, description }: StatusMessage, notes: Notes): void {
  const entry = statusCodes.find(({ code }) => code === statusCode);
  if (!entry) {
    notes.add('warning', 'edxml.unknown-status', 'MessageHeader.StatusCode', { value: statusCode });
  } else if (entry.reason && (description ?? '').trim() === '') {
    notes.add('error', 'edxml.status-reason', 'MessageHeader.Description', { value: statusCode });
  }
}

function noteRecipients({ to }: DocumentMessage, notes: Notes): void {
  if (to.length > limits.recipients) {
    notes.add('error', 'edxml.limit', 'MessageHeader.To', { name: 'recipients', most: limits.recipients });
  }
  const seen = new Set<string>();
  to.forEach(({ organId }, index) => {
    const place = `MessageHeader.To[${index + 1}].OrganId`;
    if (seen.has(organId)) notes.add('error', 'edxml.repeated-recipient', place, { value: organId });
    seen.add(organId);
  });
}

/** Real revocations name the earlier document in Bussiness, in the replacement list or in ResponseFor. */
function noteReference({ bussiness, responseFor }: DocumentMessage, notes: Notes): void {
  if (!bussiness || bussiness.bussinessDocType === 0) return;
  const named =
    bussiness.documentId !== undefined ||
    (bussiness.replacementInfoList ?? []).length > 0 ||
    responseFor.some(({ documentId }) => documentId !== undefined);
  if (!named) notes.add('error', 'edxml.bussiness-reference', 'TraceHeaderList.Bussiness');
}

function noteFuture({ promulgationInfo }: DocumentMessage, today: string | undefined, notes: Notes): void {
  const value = promulgationInfo.promulgationDate;
  if (today !== undefined && value > today) {
    notes.add('error', 'edxml.future-date', 'MessageHeader.PromulgationInfo.PromulgationDate', { value });
  }
}

function noteSecrets(message: DocumentMessage, notes: Notes): void {
  for (const { place, mark } of secretMarks(message)) notes.add('error', 'edxml.secret', place, { mark });
}
