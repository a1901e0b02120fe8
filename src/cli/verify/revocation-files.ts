/** Lists and answers about revocation that an auditor gives, as files. Whether they count is for each certificate to be found. */
import { EdocError } from '../../errors.js';
import { readCrl, readOcspResponse, signingLimits } from '../../signing/index.js';
import { readFileWithin } from '../files-read.js';
import { wrongValue } from '../values.js';

const pemBlock = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/g;

/** DER, or any number of PEM blocks in a file. @throws EdocError `cli.file-…`, `cli.value` for what is no list */
export async function readCrlFiles(paths: readonly string[] = []): Promise<Buffer[]> {
  const lists: Buffer[] = [];
  for (const path of paths) {
    // As PEM a list is a third longer.
    const octets = await readFileWithin(path, 2 * signingLimits.crlBytes);
    const blocks = [...octets.toString('latin1').matchAll(pemBlock)];
    const found =
      blocks.length === 0 ? [octets] : blocks.map(([, text]) => Buffer.from(text ?? '', 'base64'));
    requireReadable(found, readCrl, '--crl', path);
    lists.push(...found);
  }
  return lists;
}

/** DER, one answer in a file. @throws EdocError `cli.file-…`, `cli.value` for what is no answer */
export async function readOcspFiles(paths: readonly string[] = []): Promise<Buffer[]> {
  const answers: Buffer[] = [];
  for (const path of paths) {
    const octets = await readFileWithin(path, signingLimits.ocspBytes);
    requireReadable([octets], readOcspResponse, '--ocsp', path);
    answers.push(octets);
  }
  return answers;
}

/** A file given by mistake is told at once, rather than beside every file examined. */
function requireReadable(
  found: readonly Buffer[],
  read: (octets: Buffer) => unknown,
  option: '--crl' | '--ocsp',
  path: string,
): void {
  try {
    for (const octets of found) read(octets);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    wrongValue(option, path, option === '--crl' ? 'CRL (DER, PEM)' : 'OCSPResponse (DER)');
  }
}
