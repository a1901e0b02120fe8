/** Validates files against an XML schema (XSD 1.0): our own are in `spec/xsd`. */
import type { Schema } from './schema-validator.js';

export type { Schema } from './schema-validator.js';

/**
 * @param xsd the text of a schema that imports nothing: files and networks are never asked.
 * @throws EdocError `edxml.schema` where the schema itself is faulty.
 */
export async function openSchema(xsd: string): Promise<Schema> {
  // The validator is a large WebAssembly module, and most commands need none.
  const { openXsd } = await import('./schema-validator.js');
  return openXsd(xsd);
}
