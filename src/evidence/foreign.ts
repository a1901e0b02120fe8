/** A message of another system among sealed files: it is no evidence of the axis, but what it is and who signed it can be told. */
import { readEdxml } from '../edoc/index.js';
import { EdocError, type Finding } from '../errors.js';
import { type ForeignSignature, inspectForeignSignature } from '../signing/index.js';

/** Notes and warnings on a file that is edXML of another system; none where it is something else. Never throws for what it contains. */
export async function foreignFindings(octets: Buffer): Promise<Finding[]> {
  const read = readMessage(octets);
  if (!read) return [];
  const { draft, attachments } = read;
  return [
    {
      code: 'foreign.message',
      severity: 'note',
      detail: { kind: draft.kind, from: senderOf(draft), attachments: attachments.length },
    },
    ...signatureFindings(await inspectForeignSignature(octets)),
  ];
}

/** What its signature is worth, and the certificate in it. */
export function signatureFindings({ finding, signer }: ForeignSignature): Finding[] {
  if (!signer) return [finding];
  const { subject, issuer, notBefore, notAfter } = signer;
  const detail = { subject, issuer, notBefore: dayOf(notBefore), notAfter: dayOf(notAfter) };
  return [finding, { code: 'foreign.certificate', severity: 'note', detail }];
}

type ReadMessage = ReturnType<typeof readEdxml>;

function readMessage(octets: Buffer): ReadMessage | undefined {
  try {
    return readEdxml(octets);
  } catch (error) {
    if (error instanceof EdocError) return undefined;
    throw error;
  }
}

function senderOf(draft: ReadMessage['draft']): string {
  return draft.from?.organId ?? '?';
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
