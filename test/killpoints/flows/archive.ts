/** A document leaves for the archive: its attachments are there until it is recorded, and gone in the end. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { reaches, sendLetter } from '../../e2e/support/office.js';
import { eventually, type TestNode } from '../../support/node.js';
import type { Flow } from '../flow.js';
import { held } from '../outcome.js';

const octets = 600_000;

async function contentOf({ reader }: Pick<TestNode, 'reader'>, packetId: string): Promise<string> {
  const [attachment] = (await reader.document(packetId)).attachments;
  return attachment?.sha256 ?? '';
}

export const archiveFlows: readonly Flow[] = [
  {
    name: 'archive: a document that was sent',
    dies: 'G22',
    least: [
      'before archive.record',
      'after archive.record',
      'before removing',
      'after removing',
      'before archive.removed',
      'after archive.removed',
    ],
    promise: 'after archive.record',
    begin: async ({ inHealth }) => {
      const packetId = await inHealth(async (node) => {
        const files = [{ name: 'Phụ lục.bin', octets: randomBytes(octets) }];
        const sent = await sendLetter(node.desk, { to: ['H41'], files });
        await reaches(node, sent, { H41: 'delivered' });
        await eventually(
          'its parts are forgotten',
          async () => (await node.reader.partProgress(sent)).length === 0,
        );
        return sent;
      });
      const request = { packetId, container: `2026/11/${packetId}.asice`, sha256: 'ab'.repeat(32), size: 1 };
      return {
        act: ({ desk }) => desk.archive(request),
        settle: async (restarted, promised) => {
          const sha256 = await contentOf(restarted, packetId);
          const record = (await restarted.reader.document(packetId)).archived;
          const isThere = await restarted.context.contents.has(sha256);
          if (held(promised, record !== undefined)) await restarted.desk.removeArchived({ limit: 100 });
          else {
            expect(isThere, 'what is not recorded is kept').to.equal(true);
            await restarted.desk.archive(request);
          }
          const { archived } = await restarted.reader.document(packetId);
          expect(archived).to.deep.include({ container: request.container, sha256: request.sha256 });
          expect(archived?.contentsRemovedAt, 'it is done').to.be.instanceOf(Date);
          expect(await restarted.context.contents.has(sha256)).to.equal(false);
          const kinds = (await logOf(restarted)).filter(({ packet }) => packet === packetId);
          expect(kinds.filter(({ kind }) => kind === 'document.archived')).to.have.length(1);
        },
      };
    },
  },
];

async function logOf({ reader }: TestNode) {
  const { sequence } = await reader.logHead();
  return reader.logRows(Math.max(0, sequence - 100), 100);
}
