/**
 * What the door accepts, request by request. The shape is checked here; whether a message can be a document is for the
 * desk, which tells every problem by its edXML name, so the message itself passes as it is.
 */
import { z } from 'zod';
import type { SendRequest } from '../agent/index.js';
import { EdocError, type Finding } from '../errors.js';
import { limits } from './limits.js';

const packetId = z.string().min(1).max(64);
const code = z.string().min(1).max(64);
const words = z.string().max(20_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');

const attachment = z.strictObject({
  name: z.string().min(1).max(1_000),
  contentType: z.string().max(200).exactOptional(),
  description: words.exactOptional(),
  sha256,
  size: z.number().int().min(0).max(limits.contentBytes),
});

/** Any field may be missing and any text may stand in it; what cannot even be looked at as a document is refused here. */
const group = z.looseObject({});
const organ = z.looseObject({ organId: z.string().exactOptional() });

const message = z
  .looseObject({
    kind: z.literal('document'),
    from: organ.exactOptional(),
    to: z.array(organ).max(10_000).exactOptional(),
    code: group.exactOptional(),
    promulgationInfo: group.exactOptional(),
    documentType: group.exactOptional(),
    signerInfo: group.exactOptional(),
    otherInfo: group.exactOptional(),
    responseFor: z.array(organ).max(10_000).exactOptional(),
    traceHeaderList: z
      .looseObject({ traceHeader: z.array(group).max(10_000).exactOptional() })
      .exactOptional(),
    bussiness: group.exactOptional(),
  })
  // The fields inside the groups are the desk's to check, one by one.
  .transform((draft) => draft as SendRequest['message']);

export const sendRequest = z.strictObject({ message, attachments: z.array(attachment).max(1_000) });

const shortWords = z.string().max(1_000).exactOptional();

export const stepRequest = z.strictObject({
  packetId,
  agency: code.exactOptional(),
  code: z.enum(['02', '03', '04', '05', '06', '15', '16']),
  reason: words.exactOptional(),
  staff: z
    .strictObject({ department: shortWords, staff: shortWords, email: shortWords, mobile: shortWords })
    .exactOptional(),
});

export const recallRequest = z.strictObject({
  packetId,
  reason: words,
  recipients: z.array(code).max(10_000).exactOptional(),
});

export const resendRequest = z.strictObject({
  packetId,
  recipients: z.array(code).max(10_000).exactOptional(),
});

export const upgradeRequest = z.strictObject({
  limit: z.number().int().min(1).max(limits.evidenceFiles),
  after: z.number().int().min(0).exactOptional(),
});

export const sealContainerRequest = z.strictObject({
  packetId,
  agency: code.exactOptional(),
  files: z
    .array(
      z.strictObject({ name: z.string().min(1).max(1_000), mimeType: z.string().min(1).max(300), sha256 }),
    )
    .max(limits.containerFiles),
});

export const acknowledgeRequest = z.strictObject({ packetId: z.string().min(1).max(100), reason: words });

export const archiveRequest = z.strictObject({
  packetId,
  container: z.string().min(1).max(200),
  sha256,
  size: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  unfinished: z.boolean().exactOptional(),
});

export const removeArchivedRequest = z.strictObject({
  after: z.number().int().min(0).exactOptional(),
  limit: z.number().int().min(1).max(limits.evidenceFiles),
});

const quarantineId = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

export const replayRequest = z.strictObject({ id: quarantineId });

export const discardRequest = z.strictObject({ id: quarantineId, reason: words });

export const pingRequest = z.strictObject({
  agency: code,
  from: code.exactOptional(),
  timeoutMs: z.number().int().min(1).max(limits.pingTimeoutMs),
});

/**
 * @param octets a request's JSON
 * @throws EdocError `door.request` with one finding for each problem, its place such as `attachments.0.sha256`
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, octets: Buffer): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(octets));
  if (parsed.success) return parsed.data;
  const findings: Finding[] = parsed.error.issues.map((issue) => ({
    code: 'door.request',
    severity: 'error',
    ...(issue.path.length === 0 ? {} : { place: issue.path.join('.') }),
    detail: { reason: issue.message },
  }));
  const [first] = findings;
  throw new EdocError('door.request', { place: first?.place, detail: first?.detail, findings });
}

function parseJson(octets: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    throw new EdocError('door.request', { detail: { reason: 'the body is not JSON in UTF-8' } });
  }
}
