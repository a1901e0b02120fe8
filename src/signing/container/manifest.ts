/** `META-INF/manifest.xml`, the list of files as OpenDocument packages have it (ODF 1.2, part 3, clause 4). Not signed. */
import { declaration } from '../kinds.js';

export interface ListedFile {
  readonly name: string;
  readonly mimeType: string;
}

const containerType = 'application/vnd.etsi.asic-e+zip';

/** The one text of the manifest for these files, in their order. */
export function writeContainerManifest(files: readonly ListedFile[]): string {
  const entries = [{ name: '/', mimeType: containerType }, ...files].map(
    ({ name, mimeType }) =>
      `<manifest:file-entry manifest:full-path="${escaped(name)}" manifest:media-type="${escaped(mimeType)}"></manifest:file-entry>`,
  );
  return (
    `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" ` +
    `manifest:version="1.2">${entries.join('')}</manifest:manifest>\n`
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
