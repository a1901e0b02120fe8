/** Messages of our own making for the tests of this folder. */
import { createHash } from 'node:crypto';
import {
  assemblePacket,
  type ContentRef,
  type DocumentMessage,
  type EnvelopeOptions,
  type Message,
  organId,
  type PacketOctets,
  packetId,
  requireMessage,
  type StatusMessage,
  transferFor,
  writeEnvelope,
} from '../../src/edoc/index.js';

const organ = {
  organId: 'H41',
  organizationInCharge: 'Chính phủ',
  organName: 'Ủy ban nhân dân tỉnh Nghệ An',
  organAdd: 'Số 3 đường Trường Thi, Vinh',
  email: 'vanthu@example.vn',
  telephone: '0238 000 000',
  fax: '0238 000 001',
  website: 'example.vn',
};
const staffInfo = {
  department: 'Văn thư',
  departmentId: 'VT',
  staff: 'Trần Văn Bình',
  staffId: '17',
  email: 'binh@example.vn',
  mobile: '0900000000',
};

/** A document in which every element of the standard has a value. */
export function fullDocument(): DocumentMessage {
  return document({
    kind: 'document',
    from: organ,
    to: [{ ...organ, organId: 'H14' }, { organId: '000.00.00.H56' }],
    documentId: 'H41,2026/03/02,215/UBND-NC',
    code: { codeNumber: '215', codeNotation: 'UBND-NC' },
    promulgationInfo: { place: 'Nghệ An', promulgationDate: '2026/03/02' },
    documentType: { type: 2, typeDetail: 18, typeName: 'Công văn' },
    subject: 'V/v <phối hợp> & "tuần tra"\nrừng\tgiáp ranh ]]> 🌲',
    content: '',
    signerInfo: { competence: 'KT. CHỦ TỊCH', position: 'Phó Chủ tịch', fullName: 'Lê Thị Minh' },
    dueDate: '2026/03/20',
    otherInfo: {
      priority: 2,
      sphereOfPromulgation: 'Lâm nghiệp',
      typerNotation: 'LTM',
      promulgationAmount: 5,
      pageAmount: 3,
      replyFors: ['12/TTr-SNN'],
      direction: true,
      referenceCodes: ['13/KH-UBND', '14/KH-UBND'],
      appendixes: ['Phụ lục 1', ''],
    },
    responseFor: [
      { organId: 'H14', code: '9/UBND', documentId: 'H14,2026/02/01,9/UBND', promulgationDate: '2026/02/01' },
      { organId: 'H56' },
    ],
    steeringType: 1,
    responseForTask: ['NV-1', 'NV-2'],
    applicationType: 'QLVB',
    toPlaces: ['Như trên', 'Lưu: VT'],
    traceHeaderList: {
      id: 'a>b',
      version: '1.0',
      mustUnderstand: '1',
      actor: 'urn:x',
      traceHeader: [
        { organId: 'H41', timestamp: '2026/03/02 08:15:00' },
        { organId: 'G22', timestamp: '2026/03/02 08:15:01' },
      ],
    },
    bussiness: {
      documentId: 'H41,2026/01/02,1/UBND-NC',
      bussinessDocType: 3,
      bussinessDocReason: 'Văn bản thay thế',
      paper: 1,
      bussinessDocumentInfo: {
        documentInfo: 1,
        documentReceiver: 1,
        receiverList: [
          { organId: 'H14', receiverType: 0 },
          { organId: 'H56', receiverType: 1 },
        ],
      },
      replacementInfoList: [
        { documentId: 'H41,2026/01/02,1/UBND-NC', organIdList: ['H14', 'H56'] },
        { documentId: 'x', organIdList: [] },
      ],
      staffInfo,
    },
  });
}

/** A document with as little in it as the rules allow. */
export function plainDocument(change: object = {}): DocumentMessage {
  return document({
    kind: 'document',
    from: { organId: 'H41' },
    to: [{ organId: 'H14' }],
    documentId: 'x',
    code: { codeNumber: '1', codeNotation: 'UBND' },
    promulgationInfo: { promulgationDate: '2026/03/02' },
    documentType: { typeName: 'Công văn' },
    subject: 'V/v thử',
    ...change,
  });
}

export function fullStatus(): StatusMessage {
  const message = requireMessage({
    kind: 'status',
    from: { ...organ, organId: 'H14' },
    responseFor: {
      organId: 'H41',
      code: '215/UBND-NC',
      documentId: 'H41,2026/03/02,215/UBND-NC',
      promulgationDate: '2026/03/02',
    },
    staffInfo,
    statusCode: '02',
    description: 'Gửi nhầm nơi nhận',
    timestamp: '2026/03/02 10:00:00',
  });
  if (message.kind !== 'status') throw new Error('no status');
  return message;
}

function document(draft: object): DocumentMessage {
  const message = requireMessage(draft);
  if (message.kind !== 'document') throw new Error('no document');
  return message;
}

export const firstId = packetId({ sender: organId('H41'), unixMs: 1_772_413_200_000, counter: 7 });
export const statusId = packetId({ sender: organId('H14'), unixMs: 1_772_420_000_000, counter: 8 });

export interface TestFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function contentsOf(files: readonly TestFile[]): ContentRef[] {
  const transfer = transferFor(files.map(({ bytes }) => bytes.length));
  return files.map(({ name, bytes }) => ({
    name,
    contentType: 'text/plain',
    description: `Tệp ${name}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    transfer,
  }));
}

/** Stands where the seal would; this folder's code never looks at it. */
export const signature =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="seal"></ds:Signature>';

/** The octets of a packet, and the three parts of it that a verified seal gives out. */
export function packetOf(
  message: Message,
  options: EnvelopeOptions,
  inline: readonly Uint8Array[] = [],
): PacketOctets & { readonly file: Buffer } {
  const envelope = writeEnvelope(message, options);
  const file = assemblePacket(envelope, signature, inline, options.contents);
  const signed = Buffer.from(envelope.head + envelope.tail);
  const start = file.indexOf('<edXML:edXMLEnvelope');
  const end = file.indexOf('</edXML:edXMLEnvelope>') + '</edXML:edXMLEnvelope>'.length;
  return { file, before: file.subarray(0, start), signed, after: file.subarray(end) };
}
