/** What a call says about whom to trust, for which time, and what is known of revocation. */
import type { RevocationPolicy } from '../../signing/index.js';
import type { Cli } from '../command.js';
import { readNamedFile } from '../files-read.js';
import { readCrlFiles, readOcspFiles } from './revocation-files.js';
import type { Setting } from './setting.js';
import { readTrust } from './trust.js';

/** As `src/cli/verify-options.ts` has them parsed. */
export interface JudgingOptions {
  readonly trust?: readonly string[];
  readonly at?: Date;
  readonly revocation?: RevocationPolicy;
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly stampTrust?: readonly string[];
  readonly pdfTrust?: readonly string[];
}

/**
 * @param command for the error where nothing says whom to trust
 * @throws EdocError `cli.missing-option`, `cli.file-…`, `cli.value`, `certificate.malformed`
 */
export async function readJudging(
  cli: Cli,
  options: JudgingOptions,
  now: Date,
  command: string,
): Promise<Omit<Setting, 'secondOpinion' | 'onlyContainers'>> {
  const { pem: trustPem, stampFiles } = await readTrust(cli, options.trust, command);
  const stampTrustPem = await readPem(options.stampTrust ?? stampFiles);
  const pdfTrustPem = await readPem(options.pdfTrust);
  return {
    trustPem,
    ...(stampTrustPem === undefined ? {} : { stampTrustPem }),
    ...(pdfTrustPem === undefined ? {} : { pdfTrustPem }),
    at: options.at ?? now,
    revocation: options.revocation ?? 'soft',
    crls: await readCrlFiles(options.crl),
    ocsps: await readOcspFiles(options.ocsp),
  };
}

async function readPem(paths: readonly string[] | undefined): Promise<string | undefined> {
  if (!paths) return undefined;
  const texts = await Promise.all(paths.map(async (path) => (await readNamedFile(path)).toString('utf8')));
  return texts.join('\n');
}
