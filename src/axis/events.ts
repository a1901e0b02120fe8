/**
 * What happened on the axis, as the register keeps it. An entry is one step that was taken as a whole; the state of
 * the axis is nothing but its entries applied in order (`state.ts`).
 */
import { z } from 'zod';
import { parseOrganId } from '../edoc/index.js';

export const revocationCauses = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const;
export type RevocationCause = (typeof revocationCauses)[number];

/** Certificates that the axis has for itself, by the names of their files. */
export const ownCertificateNames = ['operator-seal', 'operator', 'broker', 'tsa', 'ocsp'] as const;
export type OwnCertificateName = (typeof ownCertificateNames)[number];

const code = z.string().transform((text, context) => {
  const parsed = parseOrganId(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('must be an agency code');
  return z.NEVER;
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Exactly as it was written; far faster than a pattern for every RFC 3339 time, and a register has 100,000s of them. */
const time = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime()) && at.toISOString() === text) return at;
  context.addIssue('must be a time in UTC');
  return z.NEVER;
});
/** Hexadecimal, lower case. */
const serialNumber = z.string().regex(/^[0-9a-f]{1,42}$/);
/** Those of RFC 5280, 5.3.1, that an operator of an axis can mean; left out, nothing is said. */
const cause = z.enum(revocationCauses);
const node = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

const event = z.discriminatedUnion('type', [
  /** An agency comes onto the axis, or its entry changes: name, parent, the node that serves it. */
  z.strictObject({
    type: z.literal('agency-enrolled'),
    code,
    legacyCode: code.exactOptional(),
    name: z.string().min(1),
    node,
    parent: code.exactOptional(),
    validFrom: day.exactOptional(),
  }),
  z.strictObject({ type: z.literal('agency-suspended'), code, reason: z.string() }),
  z.strictObject({ type: z.literal('agency-resumed'), code }),
  z.strictObject({
    type: z.literal('agency-closed'),
    code,
    reason: z.string(),
    successor: code.exactOptional(),
    validTo: day,
  }),
  /** `subject` is an agency code or, for its certificate as a broker client, the name of a node. */
  z.strictObject({
    type: z.literal('certificate-issued'),
    kind: z.enum(['seal', 'node']),
    subject: z.string(),
    sha256,
    /** SHA-256 of the public key (SubjectPublicKeyInfo). */
    key: sha256,
    /** Of the first axes it is not here; then the kept certificate tells it. */
    serialNumber: serialNumber.exactOptional(),
    notBefore: time,
    notAfter: time,
  }),
  z.strictObject({
    type: z.literal('certificate-revoked'),
    code,
    sha256,
    reason: z.string(),
    cause: cause.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('node-certificate-revoked'),
    node,
    sha256,
    reason: z.string(),
    cause: cause.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('own-certificate-issued'),
    name: z.enum(ownCertificateNames),
    sha256,
    key: sha256,
    serialNumber,
    notBefore: time,
    notAfter: time,
  }),
  z.strictObject({
    type: z.literal('own-certificate-revoked'),
    name: z.enum(ownCertificateNames),
    sha256,
    reason: z.string(),
    cause: cause.exactOptional(),
  }),
  /** The number is taken before the list is written: no later list has it or a lower one. */
  z.strictObject({
    type: z.literal('crl-issued'),
    number: z.number().int().positive(),
    nextUpdate: time,
    /** How many certificates are on it. */
    revoked: z.number().int().nonnegative(),
    /** SHA-256 of the list, DER. */
    sha256,
  }),
  z.strictObject({ type: z.literal('node-enrolled'), node }),
  z.strictObject({ type: z.literal('node-suspended'), node, reason: z.string() }),
  z.strictObject({ type: z.literal('node-resumed'), node }),
  /** The broker was brought to let the node in, keep it out, or know it no more. */
  z.strictObject({ type: z.literal('node-access'), node, access: z.enum(['open', 'suspended', 'removed']) }),
  /** The number is taken: it is never used for another content, whether or not publishing came to its end. */
  z.strictObject({
    type: z.literal('directory-issued'),
    version: z.number().int().positive(),
    validUntil: time,
    pages: z.number().int().positive(),
    agencies: z.number().int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('directory-published'), version: z.number().int().positive() }),
]);

export type RegisterEvent = z.infer<typeof event>;
export type NodeAccess = 'open' | 'suspended' | 'removed';

/** Whose certificate an event issues or revokes: agency code, node, or name of the axis's own. Undefined for other events. */
export function certificateSubject(event: RegisterEvent): string | undefined {
  switch (event.type) {
    case 'certificate-issued':
      return event.subject;
    case 'certificate-revoked':
      return event.code;
    case 'node-certificate-revoked':
      return event.node;
    case 'own-certificate-issued':
    case 'own-certificate-revoked':
      return event.name;
    default:
      return undefined;
  }
}

export interface RegisterEntry {
  readonly at: Date;
  readonly events: readonly RegisterEvent[];
}

const entry = z.object({ at: time, events: z.array(event).min(1) });

/** Reads one entry from parsed JSON; undefined where it is none that this version knows. */
export function readRegisterEntry(value: unknown): RegisterEntry | undefined {
  const parsed = entry.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
