/**
 * The one error class of the product and its closed table of codes.
 *
 * A code says what went wrong in a way that scripts can rely on; the words beside it say, in Vietnamese and in
 * English, what happened and what the person can do. Errors are told apart by code, never by the text of a
 * message. No message holds a secret or the content of a document. `spec/errors.md` lists every code; a test
 * holds the list and this table together.
 */
import { agentErrors } from './errors/agent.js';
import { archiveErrors } from './errors/archive.js';
import { attachmentErrors } from './errors/attachment.js';
import { attentionErrors } from './errors/attention.js';
import { authorityErrors } from './errors/authority.js';
import { axisErrors } from './errors/axis.js';
import { brokerErrors } from './errors/broker.js';
import { cliErrors } from './errors/cli.js';
import { containerErrors } from './errors/container.js';
import { edxmlErrors } from './errors/edxml.js';
import { enrolmentErrors } from './errors/enrolment.js';
import type { ErrorEntry } from './errors/entry.js';
import { evidenceErrors } from './errors/evidence.js';
import { foreignErrors } from './errors/foreign.js';
import { packetErrors } from './errors/packet.js';
import { pdfErrors } from './errors/pdf.js';
import { pkiErrors } from './errors/pki.js';
import { protocolErrors } from './errors/protocol.js';
import { quarantineErrors } from './errors/quarantine.js';
import { reasonInVietnamese } from './errors/reasons.js';
import { reconcileErrors } from './errors/reconcile.js';
import { recoveryErrors } from './errors/recovery.js';
import { sealErrors } from './errors/seal.js';
import { secretErrors } from './errors/secret.js';
import { storeErrors } from './errors/store.js';
import { tokenErrors } from './errors/token.js';
import { verifyErrors } from './errors/verify.js';

export type { ErrorEntry } from './errors/entry.js';

export type Language = 'vi' | 'en';

export const errorTable = {
  ...edxmlErrors,
  ...archiveErrors,
  ...attachmentErrors,
  ...packetErrors,
  ...protocolErrors,
  ...sealErrors,
  ...pkiErrors,
  ...evidenceErrors,
  ...secretErrors,
  ...tokenErrors,
  ...brokerErrors,
  ...recoveryErrors,
  ...storeErrors,
  ...agentErrors,
  ...quarantineErrors,
  ...attentionErrors,
  ...axisErrors,
  ...enrolmentErrors,
  ...authorityErrors,
  ...cliErrors,
  ...pdfErrors,
  ...foreignErrors,
  ...containerErrors,
  ...reconcileErrors,
  ...verifyErrors,
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export type ErrorDetail = Readonly<Record<string, string | number>>;

export type Severity = 'error' | 'warning' | 'note';

/** One thing that a reader or verifier noticed. `place` is a field path such as `MessageHeader.To[2].OrganId`. */
export interface Finding {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly place?: string;
  readonly detail?: ErrorDetail;
}

export interface EdocErrorOptions {
  readonly place?: string | undefined;
  readonly detail?: ErrorDetail | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly cause?: unknown;
}

export class EdocError extends Error {
  override readonly name = 'EdocError';
  readonly code: ErrorCode;
  readonly place: string | undefined;
  readonly detail: ErrorDetail;
  /** All that was found, where one pass found more than one thing; the first of them gave the code. */
  readonly findings: readonly Finding[];

  constructor(code: ErrorCode, options: EdocErrorOptions = {}) {
    const finding = asFinding(code, options);
    super(describe(finding, 'en').what, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.detail = options.detail ?? {};
    this.findings = options.findings ?? [finding];
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }
}

/** Throws one error that carries every finding of severity `error`; does nothing where there is none. */
export function throwIfErrors(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first) {
    throw new EdocError(first.code, { place: first.place, detail: first.detail, findings: errors });
  }
}

/**
 * The words for a finding or an error in one language, with the place in front where there is one. A reason in a Vietnamese
 * sentence is Vietnamese too where it is one of ours, and else in quotation marks, as a library or the system said it.
 */
export function describe(
  finding: {
    readonly code: ErrorCode;
    readonly place?: string | undefined;
    readonly detail?: ErrorDetail | undefined;
  },
  language: Language,
): { what: string; todo: string } {
  const words = errorTable[finding.code][language];
  const textOf = (name: string) => {
    const value = finding.detail?.[name];
    if (value === undefined) return '?';
    const isReason = language === 'vi' && (name === 'reason' || name === 'cause');
    return isReason ? reasonInVietnamese(String(value)) : String(value);
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => textOf(name));
  return {
    what: (finding.place === undefined ? '' : `${finding.place}: `) + fill(words.what),
    todo: fill(words.todo),
  };
}

export function isEdocError(error: unknown, code?: ErrorCode): error is EdocError {
  return error instanceof EdocError && (code === undefined || error.code === code);
}

function asFinding(code: ErrorCode, options: EdocErrorOptions): Finding {
  return {
    code,
    severity: 'error',
    ...(options.place === undefined ? {} : { place: options.place }),
    ...(options.detail === undefined ? {} : { detail: options.detail }),
  };
}
