/**
 * The parts of a sealed file's evidence, each as a file of its own, for whoever wants to check them with other tools: the tokens
 * with what they are over, the answers on revocation with whom they are about, the certificates.
 */
import {
  archiveImprint,
  type EvidenceInspection,
  packetSeal,
  type SealedKind,
  type Standing,
  sealParts,
  signatureImprint,
  splitFile,
  toPem,
} from '../signing/index.js';

export interface EvidencePart {
  readonly name: string;
  readonly content: Buffer | string;
}

/** A part and how another tool is asked about it; names of files are as in {@link EvidenceParts.files}. */
export interface PartCheck {
  readonly part: string;
  /** Program and arguments. */
  readonly command: readonly string[];
}

export interface EvidenceParts {
  readonly files: readonly EvidencePart[];
  readonly checks: readonly PartCheck[];
}

/** The name under which the caller puts the trust anchors beside the parts. */
export const trustName = 'trust.pem';
/** The name under which the caller puts the file itself. */
export const fileName = 'file.xml';

const century = '3153600000';

/**
 * @param file as it was examined; @param inspection what was found.
 * @param at the time of verification, which OpenSSL is told for answers on revocation.
 */
export async function evidenceParts(
  file: Buffer,
  kind: SealedKind,
  inspection: EvidenceInspection,
  at: Date,
): Promise<EvidenceParts> {
  const files: EvidencePart[] = [];
  const checks: PartCheck[] = [{ part: fileName, command: xmlsec(kind) }];
  const { sealed, properties } = splitFile(file);
  const parts = sealParts(sealed, kind);
  let archives = 0;
  for (const [index, property] of properties.entries()) {
    if (!parts || (property.kind !== 'signature-time-stamp' && property.kind !== 'archive-time-stamp'))
      continue;
    const archive = property.kind === 'archive-time-stamp';
    const name = archive ? `archive-time-stamp-${++archives}.tst` : 'signature-time-stamp.tst';
    const imprint = archive
      ? await archiveImprint(parts.signed(), parts.pieces, properties.slice(0, index))
      : signatureImprint(parts.pieces);
    files.push({ name, content: property.token });
    checks.push({
      part: name,
      command: openssl(
        'ts',
        '-verify',
        '-digest',
        imprint.toString('hex'),
        '-in',
        name,
        '-token_in',
        '-CAfile',
        trustName,
      ),
    });
  }
  const standings = [...inspection.standings, ...inspection.stamps.flatMap((stamp) => stamp.standings)];
  for (const [index, standing] of standings.entries()) {
    const answered = answerParts(standing, index + 1, at);
    files.push(...answered.files);
    checks.push(...answered.checks);
  }
  return { files, checks };
}

function answerParts({ certificate, issuer, answer }: Standing, number: number, at: Date): EvidenceParts {
  const name = `certificate-${number}.pem`;
  const files: EvidencePart[] = [{ name, content: toPem('CERTIFICATE', certificate.certificate) }];
  if (!answer) return { files, checks: [] };
  const attime = String(Math.floor(at.getTime() / 1_000));
  if (answer.source === 'crl') {
    const list = `crl-${number}.pem`;
    files.push({ name: list, content: toPem('X509 CRL', answer.der) });
    // The list is judged for its own time: it was the one in force then.
    const then = String(Math.floor(answer.thisUpdate.getTime() / 1_000));
    const command = openssl(
      'verify',
      '-crl_check',
      '-CRLfile',
      list,
      '-CAfile',
      trustName,
      '-attime',
      then,
      name,
    );
    return { files, checks: [{ part: list, command }] };
  }
  const [response, by] = [`ocsp-${number}.der`, `issuer-${number}.pem`];
  files.push(
    { name: response, content: answer.der },
    { name: by, content: toPem('CERTIFICATE', issuer.certificate) },
  );
  const about = ['-issuer', by, '-sha256', '-cert', name];
  const command = openssl(
    'ocsp',
    '-respin',
    response,
    '-CAfile',
    trustName,
    ...about,
    '-attime',
    attime,
    '-validity_period',
    century,
  );
  return { files, checks: [{ part: response, command }] };
}

function xmlsec(kind: SealedKind): string[] {
  const ids = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];
  const envelope = ['--id-attr:Id', 'http://www.mic.gov.vn/TBT/QCVN_102_2016:edXMLEnvelope'];
  return [
    'xmlsec1',
    '--verify',
    '--trusted-pem',
    trustName,
    ...(kind === packetSeal ? envelope : []),
    ...ids,
    fileName,
  ];
}

function openssl(...args: string[]): string[] {
  return ['openssl', ...args];
}
