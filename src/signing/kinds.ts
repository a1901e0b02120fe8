/**
 * The kinds of sealed files and their constant octets: what a file of the kind begins with, which element is
 * signed, and which end tag follows the Signature. `spec/signature.md`, section 2.
 */

/** `element` is the name of the signed element as it is written. */
export interface SealedKind {
  readonly element: 'edXML:edXMLEnvelope' | 'Receipt' | 'Ping' | 'Directory' | 'Resync';
}

export const packetSeal: SealedKind = { element: 'edXML:edXMLEnvelope' };
export const receiptSeal: SealedKind = { element: 'Receipt' };
export const pingSeal: SealedKind = { element: 'Ping' };
/** Passes between nodes only; nobody keeps one, so no auditor meets it. */
export const resyncSeal: SealedKind = { element: 'Resync' };
export const directorySeal: SealedKind = { element: 'Directory' };

/** The first line of every sealed file. */
export const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export interface KindForm {
  /** All octets before the signed element. */
  readonly before: string;
  /** How the start tag of the signed element begins; by Id, up to the constant beginning of the Id. */
  readonly start: string;
  /** The octets after the signed element where nothing optional stands there. */
  readonly after: string;
  /** Names of the elements from the root down to the parent of the Signature. */
  readonly path: readonly string[];
  /** True where the reference names the signed element by its Id; otherwise it is the root, and the URI is empty. */
  readonly byId: boolean;
}

const edxmlNamespace = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';

const forms: Readonly<Record<SealedKind['element'], KindForm>> = {
  'edXML:edXMLEnvelope': {
    before: `${declaration}<edXML xmlns="${edxmlNamespace}">`,
    start: `<edXML:edXMLEnvelope xmlns:edXML="${edxmlNamespace}" Id="packet-`,
    after: '</edXML>\n',
    path: ['edXML', 'edXML:edXMLEnvelope', 'edXML:edXMLHeader'],
    byId: true,
  },
  Receipt: rootForm('Receipt', 'urn:ndax:receipt:1'),
  Ping: rootForm('Ping', 'urn:ndax:ping:1'),
  Resync: rootForm('Resync', 'urn:ndax:resync:1'),
  Directory: rootForm('Directory', 'urn:ndax:directory:1'),
};

export function formOf(kind: SealedKind): KindForm {
  return forms[kind.element];
}

/** Which kind the file says it is, by its constant opening octets; undefined where it is none. Proves nothing. */
export function sealedKindOf(file: Uint8Array): SealedKind | undefined {
  const octets = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  return [packetSeal, receiptSeal, pingSeal, directorySeal].find((kind) => {
    const form = formOf(kind);
    const opening = form.before + form.start;
    return octets.toString('latin1', 0, opening.length) === opening;
  });
}

function rootForm(name: string, namespace: string): KindForm {
  return {
    before: declaration,
    start: `<${name} xmlns="${namespace}" `,
    after: '\n',
    path: [name],
    byId: false,
  };
}
