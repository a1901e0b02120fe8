/** Validates files against an XML schema (XSD 1.0): our own are in `spec/xsd`. */
import type { Finding } from '../../errors.js';

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

/**
 * @param xsd the text of a schema that imports nothing: files and networks are never asked.
 * @throws EdocError `edxml.schema` where the schema itself is faulty.
 */
export async function openSchema(xsd: string): Promise<Schema> {
  // The validator is a large WebAssembly module, and most commands need none.
  const { openXsd } = await import('./schema-validator.js');
  return openXsd(xsd);
}
