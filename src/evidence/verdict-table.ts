/** From the codes that an examination can find to sub-indications. `spec/report.md`, section 2, is the same table. */
import type { ErrorCode } from '../errors.js';
import type { SubIndication } from './indications.js';

/** Areas whose codes come to the same, unless one stands alone below. */
const areas = {
  // The seal held, and what was sealed breaks a rule.
  edxml: 'CONTENT_FAILURE',
  attachment: 'CONTENT_FAILURE',
  packet: 'CONTENT_FAILURE',
  receipt: 'CONTENT_FAILURE',
  ping: 'CONTENT_FAILURE',
  // A container that is not of the one form; what was sealed in it may hold all the same.
  container: 'FORMAT_FAILURE',
  // A time stamp that does not hold proves nothing; what it was to prove may hold all the same.
  timestamp: 'NO_POE',
  // Nor does an answer that does not count say anything of the certificate.
  crl: 'TRY_LATER',
  ocsp: 'TRY_LATER',
  revocation: 'TRY_LATER',
  // Of signatures in attachments and in messages of other systems; they decide no verdict on a sealed file.
  pdf: 'FORMAT_FAILURE',
  foreign: 'SIG_CONSTRAINTS_FAILURE',
} as const satisfies Record<string, SubIndication>;

type CodeOf<Area extends string> = Extract<ErrorCode, `${Area}.${string}`>;
type AreaCode = CodeOf<keyof typeof areas>;

/** Codes of these areas must each have a line below; those that only issuing, the registers and the wire emit are left out. */
type ListedCode =
  | CodeOf<'seal'>
  | CodeOf<'cms'>
  | Exclude<CodeOf<'evidence'>, 'evidence.source-down' | 'evidence.no-source' | 'evidence.unreadable'>
  | Exclude<CodeOf<'certificate'>, 'certificate.request' | 'certificate.validity'>
  | Exclude<
      CodeOf<'directory'>,
      'directory.missing' | 'directory.expired' | 'directory.closed' | 'directory.suspended'
    >
  | Exclude<CodeOf<'verify'>, 'verify.empty-folder' | 'verify.no-container'>
  | CliCode;

/** Where a file could not even be read, or examining it ended in a way that nobody foresaw. */
type CliCode = 'cli.file-missing' | 'cli.file-is-folder' | 'cli.file-unreadable' | 'cli.unforeseen';

const listed = {
  // One serialisation: a file that is not in it is no signature of this kind, whatever else it is.
  'seal.limit': 'FORMAT_FAILURE',
  'seal.encoding': 'FORMAT_FAILURE',
  'seal.markup': 'FORMAT_FAILURE',
  'seal.missing': 'FORMAT_FAILURE',
  'seal.repeated': 'FORMAT_FAILURE',
  'seal.place': 'FORMAT_FAILURE',
  'seal.form': 'FORMAT_FAILURE',
  'seal.reference': 'FORMAT_FAILURE',
  'seal.algorithm': 'FORMAT_FAILURE',
  'seal.content-digest': 'HASH_FAILURE',
  'seal.properties-digest': 'HASH_FAILURE',
  'seal.certificate-digest': 'HASH_FAILURE',
  'seal.key': 'SIG_CRYPTO_FAILURE',
  'seal.value': 'SIG_CRYPTO_FAILURE',
  'seal.signing-time': 'SIG_CONSTRAINTS_FAILURE',
  'seal.other-agency': 'CONTENT_FAILURE',
  'seal.second-opinion': 'VERIFIERS_DISAGREE',

  'cms.malformed': 'FORMAT_FAILURE',
  'cms.limit': 'FORMAT_FAILURE',
  'cms.version': 'FORMAT_FAILURE',
  'cms.attributes': 'FORMAT_FAILURE',
  'cms.message-digest': 'HASH_FAILURE',
  'cms.signature': 'SIG_CRYPTO_FAILURE',
  'cms.algorithm': 'CRYPTO_CONSTRAINTS_FAILURE',
  'cms.outdated': 'CRYPTO_CONSTRAINTS_FAILURE',
  'cms.certificate': 'NO_SIGNING_CERTIFICATE_FOUND',
  'cms.signing-certificate': 'NO_SIGNING_CERTIFICATE_FOUND',
  'cms.no-signing-certificate': 'NO_SIGNING_CERTIFICATE_FOUND',

  'evidence.form': 'FORMAT_FAILURE',
  'evidence.limit': 'FORMAT_FAILURE',
  'evidence.level': 'NO_POE',

  'certificate.malformed': 'FORMAT_FAILURE',
  'certificate.untrusted': 'NO_CERTIFICATE_CHAIN_FOUND',
  'certificate.expired': 'OUT_OF_BOUNDS_NO_POE',
  'certificate.not-yet-valid': 'OUT_OF_BOUNDS_NO_POE',
  'certificate.not-a-ca': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate.path-length': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate.usage': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate.critical-extension': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate.no-agency': 'CHAIN_CONSTRAINTS_FAILURE',
  'certificate.weak-key': 'CRYPTO_CONSTRAINTS_FAILURE',
  'certificate.weak-hash': 'CRYPTO_CONSTRAINTS_FAILURE',

  'directory.form': 'FORMAT_FAILURE',
  'directory.unknown-agency': 'CHAIN_CONSTRAINTS_FAILURE',
  'directory.unknown-certificate': 'CHAIN_CONSTRAINTS_FAILURE',
  'directory.revoked-certificate': 'REVOKED',

  'verify.not-sealed': 'FORMAT_FAILURE',
  'verify.revoked-since': 'REVOKED_NO_POE',
  'verify.valid-at-signing': 'NO_POE',
  'verify.copy-differs': 'HASH_FAILURE',
  // Never errors: what was not given makes no verdict worse.
  'verify.packet-not-given': 'SIGNED_DATA_NOT_FOUND',
  'verify.attachment-not-given': 'SIGNED_DATA_NOT_FOUND',
  'verify.other-code-form': 'SIG_CONSTRAINTS_FAILURE',

  'cli.file-missing': 'NOT_EXAMINED',
  'cli.file-is-folder': 'NOT_EXAMINED',
  'cli.file-unreadable': 'NOT_EXAMINED',
  'cli.unforeseen': 'NOT_EXAMINED',
} as const satisfies Record<ListedCode, SubIndication>;

/** What stands alone in the areas above. */
const exceptions: Readonly<Partial<Record<AreaCode, SubIndication>>> = {
  'packet.not-canonical': 'FORMAT_FAILURE',
  'packet.outside': 'FORMAT_FAILURE',
  'packet.attachment-missing': 'FORMAT_FAILURE',
  'packet.attachment-extra': 'FORMAT_FAILURE',
  'packet.attachment-digest': 'HASH_FAILURE',
  'packet.attachment-size': 'HASH_FAILURE',
  'receipt.form': 'FORMAT_FAILURE',
  'receipt.other-digest': 'HASH_FAILURE',
  'ping.form': 'FORMAT_FAILURE',
  'container.file-digest': 'HASH_FAILURE',
  'container.message': 'CONTENT_FAILURE',
  'pdf.changed': 'HASH_FAILURE',
  'pdf.outdated': 'CRYPTO_CONSTRAINTS_FAILURE',
  'pdf.chain-not-checked': 'NO_CERTIFICATE_CHAIN_FOUND',
  'pdf.time-stamp': 'NO_POE',
  'pdf.appended': 'SIG_CONSTRAINTS_FAILURE',
  'pdf.earlier-version': 'SIG_CONSTRAINTS_FAILURE',
  'pdf.validation-data': 'SIG_CONSTRAINTS_FAILURE',
  'pdf.encrypted': 'NOT_EXAMINED',
  'pdf.limit': 'NOT_EXAMINED',
  'pdf.overfull': 'NOT_EXAMINED',
  'pdf.unsupported': 'NOT_EXAMINED',
  'foreign.signature-invalid': 'SIG_CRYPTO_FAILURE',
  'foreign.signature-malformed': 'FORMAT_FAILURE',
  'foreign.signature-outdated': 'CRYPTO_CONSTRAINTS_FAILURE',
  'revocation.revoked': 'REVOKED',
  'revocation.no-proof': 'REVOKED_NO_POE',
};

const single: ReadonlyMap<string, SubIndication> = new Map([
  ...Object.entries(listed),
  ...Object.entries(exceptions),
]);

const general: Readonly<Record<string, SubIndication | undefined>> = areas;

/** Undefined for a code that no examination emits. */
export function subIndicationOf(code: ErrorCode): SubIndication | undefined {
  return single.get(code) ?? general[code.slice(0, code.indexOf('.'))];
}
