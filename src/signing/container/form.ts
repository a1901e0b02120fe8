/**
 * The one form of `META-INF/signatures001.xml`: a detached XAdES signature over the files of an ASiC-E container (ETSI EN 319
 * 162-1, clause 4.4.3.2), written from its values and read back into them. `spec/container.md`, section 4.
 */
import {
  type CommonValues,
  Cursor,
  dataObjectFormat,
  digestOf,
  readAlgorithm,
  readCommon,
  signatureOf,
  signedInfoOf,
  signedPropertiesOf,
} from '../form-pieces.js';
import { declaration } from '../kinds.js';
import { containerLimits as limits } from './limits.js';

/** One file as the signature names it. */
export interface FileReference {
  /** Percent-encoded; relative to the root of the container. */
  readonly uri: string;
  /** As it stands in XML. */
  readonly mimeType: string;
  readonly digest: Buffer;
}

export interface ContainerValues extends CommonValues {
  readonly files: readonly FileReference[];
}

const opening = `${declaration}<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">`;
const closing = '</asic:XAdESSignatures>\n';
const reference = '<ds:Reference Id="file-';

type SignedInfoValues = Pick<ContainerValues, 'algorithm' | 'files' | 'propertiesDigest'>;
type PropertiesValues = Pick<ContainerValues, 'signingTime' | 'certificateDigests' | 'files'>;

export function writeContainerInfo(values: SignedInfoValues): string {
  const references = values.files.map(
    ({ uri, digest }, index) => `${reference}${index + 1}" URI="${uri}">${digestOf(digest)}</ds:Reference>`,
  );
  return signedInfoOf(values, references.join(''));
}

export function writeContainerProperties(values: PropertiesValues): string {
  const formats = values.files.map(({ mimeType }, index) => dataObjectFormat(`file-${index + 1}`, mimeType));
  return signedPropertiesOf(values, formats.join(''));
}

/** The whole file. */
export function writeContainerSignature(values: ContainerValues): string {
  return (
    opening + signatureOf(values, writeContainerInfo(values), writeContainerProperties(values)) + closing
  );
}

/** Whether a file begins as ours do; other containers' signatures do not. Proves nothing. */
export function beginsAsOurs(octets: Buffer): boolean {
  const beginning = `${opening}<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="seal">`;
  return octets.toString('latin1', 0, beginning.length) === beginning;
}

/** The values of the file, undefined where one is not there. Says nothing of what stands around them. */
export function readContainerValues(text: string): ContainerValues | undefined {
  const cursor = new Cursor(text);
  const algorithm = readAlgorithm(cursor);
  const found: Omit<FileReference, 'mimeType'>[] = [];
  while (found.length <= limits.files && cursor.comes(reference, '<ds:Reference Type="')) {
    cursor.between(reference, ' ');
    const uri = cursor.between(' URI="', '"');
    const digest = cursor.base64('ds:DigestValue');
    if (uri === undefined || !digest) return undefined;
    found.push({ uri, digest });
  }
  const common = readCommon(cursor, algorithm);
  const files: FileReference[] = [];
  for (const file of found) {
    const mimeType = cursor.between('<xades:MimeType>', '<');
    if (mimeType === undefined) return undefined;
    files.push({ ...file, mimeType });
  }
  return common && { ...common, files };
}
