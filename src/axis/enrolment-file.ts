/**
 * The enrolment file: the operator's answer to a request. It holds all that a node needs to come onto the axis and
 * nothing secret; both directions of the format are here.
 */
import { z } from 'zod';
import { EdocError } from '../errors.js';

const pem = z.string().startsWith('-----BEGIN CERTIFICATE-----');

const serviceUrl = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//);

const schema = z.object({
  format: z.literal('edoc-enrolment'),
  version: z.literal(1),
  /** The axis's name, for people. */
  axis: z.string().min(1),
  issuedAt: z.iso.datetime(),
  /** PEM: the roots that seals are verified against. */
  trust: pem,
  broker: z.object({
    urls: z.array(z.string().regex(/^amqps:\/\//)).min(1),
    /** PEM: the authority that the broker's certificate must come from. */
    ca: pem,
  }),
  /** Where to ask for time stamps and for revocation; the operator may have none of them, or not all. */
  services: z
    .object({
      tsa: serviceUrl.exactOptional(),
      ocsp: serviceUrl.exactOptional(),
      crl: serviceUrl.exactOptional(),
    })
    .exactOptional(),
  node: z.object({ name: z.string().min(1), certificate: pem }),
  agencies: z
    .array(
      z.object({
        code: z.string().min(1),
        legacyCode: z.string().min(1).exactOptional(),
        name: z.string().min(1),
        certificate: pem,
      }),
    )
    .min(1),
});

export type Enrolment = Omit<z.infer<typeof schema>, 'format' | 'version'>;

export function writeEnrolment(enrolment: Enrolment): string {
  return `${JSON.stringify({ format: 'edoc-enrolment', version: 1, ...enrolment }, undefined, 2)}\n`;
}

/** @throws EdocError `enrolment.malformed` with the place of the first problem. */
export function readEnrolment(text: string): Enrolment {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new EdocError('enrolment.malformed', { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.');
    throw new EdocError('enrolment.malformed', place ? { place } : {});
  }
  const { format, version, ...enrolment } = parsed.data;
  return enrolment;
}
