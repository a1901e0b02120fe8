/** What stands where in an evidence container. `spec/container.md`, section 3. */
import { safeNames } from '../../edoc/index.js';
import type { SignedFile } from '../../signing/index.js';

export const documentName = 'document.edxml';
export const messageName = 'message.xml';
export const signatureName = 'META-INF/signatures001.xml';
export const manifestName = 'META-INF/manifest.xml';

const attachments = 'attachments/';
const receipts = 'receipts/';
const statuses = 'statuses/';

/** The media types of what is not an attachment. */
export const sealedType = 'application/xml';
export const readableType = 'text/xml';

/** What an entry is by its name; undefined for a name that no evidence container has. */
export type Part = 'document' | 'message' | 'attachment' | 'receipt' | 'status' | 'signature' | 'manifest';

export function partOf(name: string): Part | undefined {
  const fixed = fixedParts.get(name);
  if (fixed) return fixed;
  const slash = name.indexOf('/') + 1;
  const file = name.slice(slash);
  if (file.includes('/')) return undefined;
  switch (name.slice(0, slash)) {
    case attachments:
      return 'attachment';
    case receipts:
      return file.endsWith('.xml') ? 'receipt' : undefined;
    case statuses:
      return file.endsWith('.edxml') ? 'status' : undefined;
    default:
      return undefined;
  }
}

/** No plain object: an entry may be called `constructor`. */
const fixedParts: ReadonlyMap<string, Part> = new Map([
  [documentName, 'document'],
  [messageName, 'message'],
  [signatureName, 'signature'],
  [manifestName, 'manifest'],
]);

export const receiptName = (file: string) => receipts + file;
export const statusName = (file: string) => statuses + file;

/** The entries of a packet's attachments, in the order of its manifest. */
export function attachmentNames(contents: readonly { readonly name: string }[]): string[] {
  return safeNames(contents.map(({ name }) => name)).map((name) => attachments + name);
}

/** The attachments of a packet as the container's signature names them. */
export function attachmentFiles(
  contents: readonly { readonly name: string; readonly contentType: string; readonly sha256: string }[],
): SignedFile[] {
  const names = attachmentNames(contents);
  return contents.map(({ contentType, sha256 }, index) => ({
    name: names[index] ?? '',
    mimeType: contentType,
    sha256,
  }));
}
