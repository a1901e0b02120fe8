/** One call of `edoc save`. */
import { join, resolve } from 'node:path';
import { writeReadable } from '../../edoc/index.js';
import type { NamedOctets } from '../../evidence/index.js';
import type { Cli } from '../command.js';
import { type NewFile, safeNames, writeNewFiles } from '../new-files.js';
import { withRegister } from '../register.js';
import { type CollectedDocument, collectDocument, requireContents } from './collect.js';

export function saveDocument(cli: Cli, id: string, to: string): Promise<void> {
  const { output } = cli;
  return withRegister(cli, async (register, place) => {
    const document = await collectDocument(register, place, id);
    await requireContents(document);
    const { packetId, octets, packet, receipts, statuses } = document;
    const files: NewFile[] = [
      { name: 'document.edxml', content: octets },
      { name: 'message.xml', content: await writeReadable(packet.message, packet.contents) },
      ...receipts.map(newFile),
      ...statuses.map(newFile),
      ...attachmentFiles(document),
    ];
    const paths = await writeNewFiles(resolve(to), files);
    output.document({ packetId, files: paths });
    output.print(...paths);
  });
}

function newFile({ name, octets }: NamedOctets): NewFile {
  return { name, content: octets };
}

function attachmentFiles({ packet, contents }: CollectedDocument): NewFile[] {
  const names = safeNames(packet.contents.map(({ name }) => name));
  let inline = 0;
  return packet.contents.map(({ transfer, sha256 }, index) => {
    const name = join('attachments', names[index] ?? String(index + 1));
    if (transfer === 'parts') return { name, content: contents.read(sha256) };
    const content = packet.inline[inline] ?? Buffer.alloc(0);
    inline += 1;
    return { name, content };
  });
}
