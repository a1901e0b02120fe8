/** Validates the packet of a dry run against the published schema. */
import { readFile } from 'node:fs/promises';
import { openSchema } from '../../edoc/index.js';
import type { Finding } from '../../errors.js';

const packetSchema = new URL('../../../../spec/xsd/edxml-packet.xsd', import.meta.url);

/** @returns findings `edxml.schema`; none for a valid packet */
export async function validatePacket(xml: string): Promise<Finding[]> {
  const schema = await openSchema(await readFile(packetSchema, 'utf8'));
  try {
    return schema.validate(Buffer.from(xml));
  } finally {
    schema.dispose();
  }
}
