/**
 * The configuration of a node, `agent.json`: one documented type, read once, every problem reported at once.
 * Paths are as written in the file; whoever reads the file resolves them against its directory.
 */
import { z } from 'zod';
import { parseOrganId } from '../edoc/index.js';
import { EdocError, type Finding } from '../errors.js';
import { defaultAlertMinutes } from './alert-ages.js';

/** A node is named as in `spec/transport.md`, section 1. */
export const nodeName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a node name: a-z, 0-9 and -, at most 32');

const path = z.string().min(1);
const agencyCode = z
  .string()
  .refine((text) => parseOrganId(text) !== undefined, 'must be an agency code such as H41');
const hours = z
  .number()
  .int()
  .min(1)
  .max(24 * 30);

const minutes = z
  .number()
  .int()
  .min(0)
  .max(60 * 24 * 365);

const serviceUrl = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\//, 'must begin with http:// or https://');
const objectIdentifier = z
  .string()
  .regex(/^[0-2](\.(0|[1-9]\d*)){1,20}$/, 'must be an object identifier such as 1.2.3');

/** Where a secret comes from, instead of the configuration itself. */
const secretSource = z.union(
  [
    /** A file that its owner alone can read. */
    z.strictObject({ file: path }),
    /** A file descriptor that the service manager opened, such as 3. */
    z.strictObject({ fd: z.number().int().min(3).max(1023) }),
    /** A credential of systemd: a file of this name in CREDENTIALS_DIRECTORY. */
    z.strictObject({ credential: z.string().regex(/^[A-Za-z0-9_.@-]{1,255}$/) }),
    /** A Unix socket whose owner answers with one line. */
    z.strictObject({ socket: path }),
  ],
  { error: 'must be {"file": …}, {"fd": …}, {"credential": …} or {"socket": …}' },
);

const sealKey = {
  certificate: path,
  /** PEM file, or the `pkcs11:` URI of a key in a token (RFC 7512). */
  key: path,
};

const schema = z.strictObject({
  /** The name of this node on the axis. */
  node: nodeName,
  broker: z.strictObject({
    /** `amqps://host:port/vhost`, one or several of one cluster. */
    urls: z.array(z.string().regex(/^amqps:\/\//, 'must begin with amqps://')).min(1),
    /** PEM file of the authority that the broker's certificate must come from. */
    ca: path,
    certificate: path,
    key: path,
    /** AMQP's heartbeat: a broker from which nothing came for 1.4 times as long is given up, and the next one tried; 5. */
    heartbeatSeconds: z.number().int().min(2).max(60).exactOptional(),
  }),
  /** PEM file of the trust anchors for seals. */
  trust: path,
  /** The agencies that this node serves; the first answers for the node where no other can. */
  agencies: z
    .array(
      z.strictObject({
        code: agencyCode,
        ...sealKey,
        /** In a roll-over: used as soon as the directory lists its certificate. */
        next: z.strictObject(sealKey).exactOptional(),
      }),
    )
    .min(1)
    .refine(isEachOnce, 'names an agency twice'),
  /** File with the passphrase of the keys; readable by its owner alone. The short form of `passphrase`. */
  passphraseFile: path.exactOptional(),
  /** Where the passphrase of the keys comes from. */
  passphrase: secretSource.exactOptional(),
  /** Directory of the SQLite file and of the attachments. */
  data: path,
  /** Unix socket for the clerks' commands. */
  socket: path,
  /** Hours until a packet without a receipt is given up. */
  deadlineHours: z.strictObject({ ordinary: hours, urgent: hours }).default({ ordinary: 72, urgent: 24 }),
  /** Minutes that the oldest of a kind may wait before it is told as stuck; 0: never. */
  alertMinutes: z
    .strictObject({
      outbox: minutes.default(defaultAlertMinutes.outbox),
      unanswered: minutes.default(defaultAlertMinutes.unanswered),
      inbox: minutes.default(defaultAlertMinutes.inbox),
      staging: minutes.default(defaultAlertMinutes.staging),
      quarantine: minutes.default(defaultAlertMinutes.quarantine),
      deadLetters: minutes.default(defaultAlertMinutes.deadLetters),
      statuses: minutes.default(defaultAlertMinutes.statuses),
      evidence: minutes.default(defaultAlertMinutes.evidence),
    })
    .default(defaultAlertMinutes),
  /** Signatures inside received PDF files: told, or demanded of every one. */
  attachments: z
    .strictObject({
      signatures: z.enum(['report', 'require']).default('report'),
      /** PEM file with the roots of the authorities that issue certificates to people and offices. */
      trust: path.optional(),
    })
    .default({ signatures: 'report' })
    .refine(
      ({ signatures, trust }) => signatures === 'report' || trust !== undefined,
      'needs trust to require them',
    ),
  /** Who gives time stamps for what this node keeps; left out, nothing is stamped. */
  timeStamp: z
    .strictObject({
      /** Any authority that speaks RFC 3161 over HTTP. */
      url: serviceUrl,
      /** The policy that is asked for, an object identifier; left out, the authority's own. */
      policy: objectIdentifier.exactOptional(),
      /**
       * PEM file of the anchors that certificates of time-stamp authorities must come from, those of earlier authorities among
       * them; left out, the anchors of seals.
       */
      trust: path.exactOptional(),
    })
    .exactOptional(),
  /** Where to learn whether a certificate was revoked; left out, only the directory says so. */
  revocation: z
    .strictObject({
      /** `soft`: what cannot be learned is said and stops nothing. `hard`: it stops. */
      policy: z.enum(['soft', 'hard']).default('soft'),
      /** Revocation lists and OCSP responders, tried in this order beside those that the certificate names. */
      crl: z.array(serviceUrl).default([]),
      ocsp: z.array(serviceUrl).default([]),
      /** How old an answer may be that is used again. */
      maxAgeHours: hours.default(24),
    })
    .exactOptional(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

function isEachOnce(agencies: readonly { readonly code: string }[]): boolean {
  return new Set(agencies.map(({ code }) => parseOrganId(code))).size === agencies.length;
}

export type AgentConfig = z.infer<typeof schema>;
export type SecretSource = z.infer<typeof secretSource>;

/** @throws EdocError `config.invalid` where the configuration names none or two */
export function passphraseSource({ passphrase, passphraseFile }: AgentConfig): SecretSource {
  if (passphrase && passphraseFile === undefined) return passphrase;
  if (!passphrase && passphraseFile !== undefined) return { file: passphraseFile };
  const reason = 'names where the passphrase comes from, once: passphrase or passphraseFile';
  throw new EdocError('config.invalid', { place: 'passphrase', detail: { reason } });
}

/** @throws EdocError `config.invalid` with one finding for each problem, its place such as `broker.urls.0`. */
export function parseAgentConfig(value: unknown): AgentConfig {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    passphraseSource(parsed.data);
    return parsed.data;
  }
  const findings: Finding[] = parsed.error.issues.map((issue) => ({
    code: 'config.invalid',
    severity: 'error',
    place: issue.path.join('.') || 'agent.json',
    detail: { reason: issue.message },
  }));
  throw new EdocError('config.invalid', {
    place: findings[0]?.place,
    detail: findings[0]?.detail,
    findings,
  });
}
