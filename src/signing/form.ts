/**
 * The one form of `ds:Signature`, written from its values and read back into them. Reading takes the values where
 * they stand; whether everything around them is as it must be is settled by writing the Signature anew and comparing.
 * `spec/signature.md`, section 3.
 */
import {
  type CommonValues,
  Cursor,
  dataObjectFormat,
  digestOf,
  envelopedTransforms,
  readAlgorithm,
  readCommon,
  signatureOf,
  signedInfoOf,
  signedPropertiesOf,
} from './form-pieces.js';

export { formatTime, signatureOf } from './form-pieces.js';

export interface SignatureValues extends CommonValues {
  /** URI of the first reference: empty or `#` and the Id of the signed element. */
  readonly uri: string;
  readonly contentDigest: Buffer;
}

type SignedInfoValues = Pick<SignatureValues, 'algorithm' | 'uri' | 'contentDigest' | 'propertiesDigest'>;
type PropertiesValues = Pick<SignatureValues, 'signingTime' | 'certificateDigests'>;

const contentId = 'seal-content';

export function writeSignedInfo(values: SignedInfoValues): string {
  const content =
    `<ds:Reference Id="${contentId}" URI="${values.uri}">${envelopedTransforms}` +
    `${digestOf(values.contentDigest)}</ds:Reference>`;
  return signedInfoOf(values, content);
}

export function writeSignedProperties(values: PropertiesValues): string {
  return signedPropertiesOf(values, dataObjectFormat(contentId, 'text/xml'));
}

export function writeSignature(values: SignatureValues): string {
  return signatureOf(values, writeSignedInfo(values), writeSignedProperties(values));
}

/** The values of a Signature, undefined where one is not there. Says nothing of what stands around them. */
export function readValues(signature: string): SignatureValues | undefined {
  const cursor = new Cursor(signature);
  const algorithm = readAlgorithm(cursor);
  const uri = cursor.between(' URI="', '"');
  const contentDigest = cursor.base64('ds:DigestValue');
  const common = readCommon(cursor, algorithm);
  if (!common || uri === undefined || !contentDigest) return undefined;
  return { ...common, uri, contentDigest };
}
