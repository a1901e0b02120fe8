/** What was signed, as its readers get it after the seal was verified; what a node says of missing parts; and messages of other systems, which have no seal. */
import {
  inspectPacket,
  readDirectoryPage,
  readEdxml,
  readMissing,
  readPing,
  readReceipt,
  readResync,
} from '../../../src/edoc/index.js';
import { EdocError } from '../../../src/errors.js';
import { inspectSeal, packetSeal } from '../../../src/signing/index.js';
import type { FuzzTarget, Outcome, Sample } from '../target.js';
import { samplesOf, vectorTime, vectorTrust } from './vectors.js';

const before = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">',
);
const envelopeEnd = '</edXML:edXMLEnvelope>';

export async function contentTarget(): Promise<FuzzTarget> {
  return {
    name: 'content',
    corpus: [
      ...['receipt', 'ping', 'directory', 'resync'].flatMap((group) => samplesOf(group, 'signed.xml')),
      ...samplesOf('missing', 'missing.xml'),
      ...(await signedPackets()),
    ],
    run: async (input) => refusal(() => read(input)),
    oracle: async () => undefined,
  };
}

export async function edxmlTarget(): Promise<FuzzTarget> {
  return {
    name: 'edxml',
    corpus: samplesOf('edxml', 'input.edxml'),
    run: async (input) => refusal(() => errorsOf(readEdxml(input).findings)),
    oracle: async () => undefined,
  };
}

/** A packet as its signed element and what follows it, without the seal between. */
async function signedPackets(): Promise<Sample[]> {
  const trust = vectorTrust();
  const packets: Sample[] = [];
  for (const { name, octets } of samplesOf('packet', 'input.xml')) {
    const { content } = await inspectSeal(octets, packetSeal, trust, { at: vectorTime });
    if (content) packets.push({ name, octets: Buffer.concat([content.signed, content.after]) });
  }
  return packets;
}

function read(input: Buffer): string[] {
  const opening = input.toString('latin1', 0, 12);
  if (opening.startsWith('<Receipt')) readReceipt(input);
  else if (opening.startsWith('<Ping')) readPing(input);
  else if (opening.startsWith('<Missing')) readMissing(input);
  else if (opening.startsWith('<Resync')) readResync(input);
  else if (opening.startsWith('<Directory')) readDirectoryPage(input);
  else {
    const end = input.indexOf(envelopeEnd);
    const at = end < 0 ? input.length : end + envelopeEnd.length;
    return errorsOf(
      inspectPacket({ before, signed: input.subarray(0, at), after: input.subarray(at) }).findings,
    );
  }
  return [];
}

function errorsOf(findings: readonly { readonly code: string; readonly severity: string }[]): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** The outcome of a reading that answers with codes or throws one. Any other error goes on. */
export function refusal(run: () => readonly string[]): Outcome {
  try {
    const codes = run();
    return { verdict: codes.length === 0 ? 'accepted' : 'refused', codes };
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { verdict: 'refused', codes: error.findings.map(({ code }) => code) };
  }
}
