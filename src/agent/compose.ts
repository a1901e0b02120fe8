/**
 * Makes a checked document of a clerk's request. It completes the organs from the directory and collects everything that
 * would stop the sending in one pass, so that a dry run and a sending can never say different things.
 */
import {
  type ContentRef,
  checkMessage,
  contentTypeOf,
  type DirectoryAgency,
  type DocumentMessage,
  type DraftDocument,
  edxmlDate,
  edxmlTimestamp,
  laneOf,
  type OrganId,
  parseOrganId,
  transferFor,
} from '../edoc/index.js';
import { type Finding, isEdocError } from '../errors.js';
import type { AgentContext } from './context.js';
import type { AttachmentRequest, SendRequest } from './desk.js';
import { knownAgency, requireActive, requireDirectoryInForce, requireListed } from './directory.js';
import type { Identity } from './identities.js';
import type { Lane, NewDelivery } from './ports.js';
import { chooseIdentity } from './served.js';
import { certificateSha256, sealSigner } from './signers.js';

/** Enough of a file to tell its type. */
const sniffedOctets = 4_096;

/** A request looked at from all sides. `message` and `sender` are there exactly when no finding is an error. */
export interface Composed {
  readonly findings: readonly Finding[];
  readonly sender: Identity | undefined;
  readonly senderName: string;
  readonly message: DocumentMessage | undefined;
  readonly recipients: readonly DirectoryAgency[];
  readonly deliveries: readonly NewDelivery[];
  readonly contents: readonly ComposedContent[];
  readonly lane: Lane;
}

/** An attachment; its octets are there where they ride inside the packet. */
export interface ComposedContent extends ContentRef {
  readonly octets?: Buffer;
}

export async function compose(context: AgentContext, request: SendRequest): Promise<Composed> {
  const findings: Finding[] = [];
  await collect(findings, () => requireDirectoryInForce(context));
  const fromPlace = 'MessageHeader.From.OrganId';
  const sender = await collect(findings, () =>
    chooseIdentity(context, textOf(request.message.from?.organId)),
  );
  const from = sender && (await collect(findings, () => active(context, sender.code, fromPlace)));
  if (sender && from) await collect(findings, () => requireOwnSeal(context, from, sender));
  const recipients = await findRecipients(context, request.message, findings);
  const contents = await describeContents(context, request.attachments, findings);
  const completed = completedDraft(context, request.message, from, recipients);
  const checked = checkMessage(completed, {
    today: edxmlDate(context.clock.now()),
    contents,
    // A ready message may come from any system; what its trace lists hold must not keep it from being sent.
    foreign: true,
  });
  findings.push(...checked.findings);
  if (checked.message?.kind === 'status') findings.push({ code: 'send.is-status', severity: 'error' });
  const known = recipients.filter((recipient) => recipient !== undefined);
  const stopped = findings.some((finding) => finding.severity === 'error');
  const message = checked.message?.kind === 'document' ? checked.message : undefined;
  return {
    findings,
    sender,
    senderName: from?.name ?? '',
    message: stopped ? undefined : message,
    recipients: known,
    deliveries: known.map((recipient) => ({ recipient: recipient.code, node: recipient.node })),
    contents,
    lane: laneOf(message?.otherInfo?.priority),
  };
}

/** Runs one check; a coded error becomes a finding, anything else is a fault of ours and passes on. */
async function collect<T>(findings: Finding[], check: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch (error) {
    if (!isEdocError(error)) throw error;
    findings.push(...error.findings);
    return undefined;
  }
}

/** An expired seal, or one that the directory does not list or lists as revoked, is refused by everyone: better said before sending. */
async function requireOwnSeal(
  context: AgentContext,
  agency: DirectoryAgency,
  identity: Identity,
): Promise<void> {
  const signer = await sealSigner(context, identity);
  const now = context.clock.now();
  requireListed(agency, { certificateSha256: certificateSha256(signer) }, now);
}

async function active(context: AgentContext, code: OrganId, place: string): Promise<DirectoryAgency> {
  const agency = await knownAgency(context, code, place);
  requireActive(agency, place);
  return agency;
}

/** In the order of the draft; undefined where a recipient cannot be sent to, with a finding that says why. */
async function findRecipients(
  context: AgentContext,
  draft: DraftDocument,
  findings: Finding[],
): Promise<(DirectoryAgency | undefined)[]> {
  // A draft is JSON from outside: what is no list, or no text, the check of the message reports.
  const to = Array.isArray(draft.to) ? draft.to : [];
  if (to.length === 0)
    findings.push({ code: 'send.no-recipient', severity: 'error', place: 'MessageHeader.To' });
  const found: (DirectoryAgency | undefined)[] = [];
  const seen = new Set<string>();
  for (const [index, organ] of to.entries()) {
    const place = `MessageHeader.To[${index + 1}].OrganId`;
    const code = parseOrganId(textOf(organ?.organId) ?? '');
    // A code that is none is reported by the check of the message itself.
    const agency = code && (await collect(findings, () => active(context, code, place)));
    if (agency && seen.has(agency.code)) {
      // The same agency under its other code; the check of the message sees only equal codes.
      findings.push({
        code: 'send.recipient-twice',
        severity: 'error',
        place,
        detail: { agency: agency.code },
      });
    }
    if (agency) seen.add(agency.code);
    found.push(agency);
  }
  return found;
}

async function describeContents(
  context: AgentContext,
  attachments: readonly AttachmentRequest[],
  findings: Finding[],
): Promise<ComposedContent[]> {
  const transfer = transferFor(attachments.map(({ size }) => size));
  const contents: ComposedContent[] = [];
  for (const { name, contentType, description, sha256, size } of attachments) {
    const start = await beginning(context, sha256, transfer === 'inline' ? size + 1 : sniffedOctets);
    if (!start || !(transfer === 'inline' ? start.length === size : await hasSize(context, sha256, size))) {
      findings.push({ code: 'send.content-missing', severity: 'error', place: name, detail: { name } });
      continue;
    }
    contents.push({
      name,
      contentType: contentType ?? contentTypeOf(start, name),
      description: description ?? name,
      sha256,
      size,
      transfer,
      ...(transfer === 'inline' ? { octets: start } : {}),
    });
  }
  return contents;
}

/** Undefined where the content is not there. Read in one go: a small attachment is not opened twice. */
async function beginning(context: AgentContext, sha256: string, octets: number): Promise<Buffer | undefined> {
  try {
    return await context.contents.readRange(sha256, 0, octets);
  } catch (error) {
    if (isEdocError(error, 'content.missing')) return undefined;
    throw error;
  }
}

/** The size is the caller's word; an attachment of another size would be refused by everyone who gets it. */
async function hasSize({ contents }: AgentContext, sha256: string, size: number): Promise<boolean> {
  const end = await contents.readRange(sha256, Math.max(0, size - 1), 2);
  return end.length === Math.min(1, size);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the clerk left out and the node knows. What the clerk wrote stays as it is. */
function completedDraft(
  context: AgentContext,
  draft: DraftDocument,
  from: DirectoryAgency | undefined,
  recipients: readonly (DirectoryAgency | undefined)[],
): DraftDocument {
  const now = context.clock.now();
  const sender = completedOrgan(draft.from ?? {}, from);
  const { code } = draft;
  const trace = draft.traceHeaderList?.traceHeader;
  const date = draft.promulgationInfo?.promulgationDate ?? edxmlDate(now);
  return {
    ...draft,
    from: sender,
    to: Array.isArray(draft.to)
      ? draft.to.map((organ, index) => completedOrgan(organ, recipients[index]))
      : (draft.to ?? []),
    promulgationInfo: { ...draft.promulgationInfo, promulgationDate: date },
    documentId:
      draft.documentId ??
      `${sender.organId ?? ''},${date},${code?.codeNumber ?? ''}/${code?.codeNotation ?? ''}`,
    content: draft.content ?? draft.subject ?? '',
    responseFor: draft.responseFor ?? [],
    traceHeaderList: {
      ...draft.traceHeaderList,
      traceHeader: [
        ...(Array.isArray(trace) ? trace : []),
        { organId: sender.organId ?? '', timestamp: edxmlTimestamp(now) },
      ],
    },
    bussiness: draft.bussiness ?? {
      bussinessDocType: 0,
      bussinessDocReason: 'Văn bản điện tử mới',
      paper: 0,
    },
  };
}

type DraftOrgan = NonNullable<DraftDocument['from']>;

function completedOrgan(organ: DraftOrgan, agency: DirectoryAgency | undefined): DraftOrgan {
  if (!agency) return organ;
  return { ...organ, organId: organ.organId ?? agency.code, organName: organ.organName ?? agency.name };
}
