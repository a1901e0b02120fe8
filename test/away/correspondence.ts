/** What clerks write to an agency that is away: a letter, an answer to it, an amendment, a reminder. */
import type { Desk, SendRequest } from '../../src/agent/index.js';
import { once } from '../e2e/support/office.js';
import { away } from './plan.js';

export interface Written {
  readonly packetId: string;
  readonly documentId: string;
  readonly lane: 'ordinary' | 'urgent';
}

/** In the order of writing. */
export interface Correspondence {
  readonly documents: readonly Written[];
  /** The first document is to be asked back. */
  readonly recalled: boolean;
}

/** Documents of one correspondence. */
export const documentsEach = 4;

/** One in so many has a large attachment; one in so many is asked back; one in so many ends with an urgent reminder. */
const largeEach = 20;
const recalledEach = 25;
const climbingEach = 10;

const dear = { organId: away.code };

/** The `number`th of a sender, with every urgency in turn. */
export async function writeCorrespondence(
  desk: Desk,
  number: number,
  length: number = documentsEach,
): Promise<Correspondence> {
  const priority = number % 5;
  const isLarge = number % largeEach === 0;
  const documents: Written[] = [];
  for (let index = 0; index < length; index += 1) {
    const [first, last] = [documents[0], documents.at(-1)];
    const climbs = number % climbingEach === 5 && index === length - 1;
    const request: SendRequest['message'] = {
      kind: 'document',
      to: [dear],
      code: { codeNumber: `${number}.${index + 1}`, codeNotation: 'VPCP-KSTT' },
      documentType: { typeName: 'Công văn' },
      subject: `V/v phối hợp công tác, lần ${number}.${index + 1}`,
      otherInfo: { priority: climbs ? 3 : priority },
      ...(last && index !== 2 ? { responseFor: [{ ...dear, documentId: last.documentId }] } : {}),
      ...(first && index === 2
        ? {
            bussiness: {
              bussinessDocType: 2,
              documentId: first.documentId,
              bussinessDocReason: 'Cập nhật',
              paper: 0,
            },
          }
        : {}),
    };
    const octets = isLarge && index === 0 ? largeOctets(number) : Buffer.from(`Nội dung ${number}`);
    const content = await desk.putContent(once(octets));
    const { packetId, documentId } = await desk.send({
      message: request,
      attachments: [{ name: isLarge && index === 0 ? 'Phụ lục.bin' : 'Phụ lục.txt', ...content }],
    });
    documents.push({ packetId, documentId, lane: climbs || priority > 0 ? 'urgent' : 'ordinary' });
  }
  return { documents, recalled: number % recalledEach === 0 };
}

/** Too much to ride in the packet; it differs from one to the next. */
function largeOctets(number: number): Buffer {
  return Buffer.alloc(300_000, `phụ lục số ${number} `);
}
