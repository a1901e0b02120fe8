/** XSD 1.0 validation by libxml2. Loaded by `schema.ts` when a schema is first opened. */
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { EdocError, type Finding } from '../../errors.js';
import { limits } from '../limits.js';
import { parseXml } from '../xml/parse.js';

export interface Schema {
  /**
   * Findings `edxml.schema`, `place` is `line:column` where the column is known and the line otherwise. Empty where the
   * file is valid.
   * @throws EdocError what keeps the file from being read at all: `edxml.not-well-formed`, `edxml.encoding`,
   *   `edxml.doctype`, `edxml.limit`.
   */
  validate(bytes: Uint8Array): Finding[];
  /** Gives back the memory, which no garbage collector sees. */
  dispose(): void;
}

/** As `openSchema`. */
export function openXsd(xsd: string): Schema {
  const validator = withDocument(Buffer.from(xsd), (document) => XsdValidator.fromDoc(document));
  return {
    validate: (bytes) => {
      parseXml(bytes, { longText: 'ContentTransferEncoded' });
      return findingsOf(() => withDocument(bytes, (document) => validator.validate(document)));
    },
    dispose: () => validator.dispose(),
  };
}

/**
 * Long base64 is allowed, the encoding is UTF-8 whatever the file says, nothing outside the file is ever read. That there
 * is no document type, whose entities could grow, our own parser has seen to.
 */
const options =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_HUGE |
  ParseOption.XML_PARSE_IGNORE_ENC;

function withDocument<Result>(bytes: Uint8Array, use: (document: XmlDocument) => Result): Result {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: options });
    return use(document);
  } catch (error) {
    const findings = error instanceof XmlLibError ? asFindings(error) : [];
    const [first] = findings;
    if (!first) throw error;
    throw new EdocError(first.code, { place: first.place, detail: first.detail, findings, cause: error });
  } finally {
    document?.dispose();
  }
}

function findingsOf(validate: () => void): Finding[] {
  try {
    validate();
    return [];
  } catch (error) {
    if (error instanceof EdocError && error.code === 'edxml.schema') return [...error.findings];
    throw error;
  }
}

function asFindings(error: XmlLibError): Finding[] {
  return error.details.slice(0, limits.findings).map(({ message, line, col }) => ({
    code: 'edxml.schema',
    severity: 'error',
    place: col > 0 ? `${line}:${col}` : `${line}`,
    detail: { reason: readable(message) },
  }));
}

/** libxml2 writes names with their namespace in braces; the local name is enough, and content does not belong here. */
function readable(message: string): string {
  return message
    .trim()
    .replace(/\{[^}]*\}/g, '')
    .replace(/The value '.*'(?= (?:is|has|does) )/s, 'The value')
    .replace(/: '.*' is not a valid/s, ': not a valid')
    .replace(/\.$/, '')
    .slice(0, 300);
}
