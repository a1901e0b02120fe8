/** Takes out of valid packets what is in them: the attachments octet for octet and the message as readable edXML. */
import { basename, extname, join } from 'node:path';
import { writeReadable } from '../../edoc/index.js';
import { type Examined, isValid } from '../../evidence/index.js';
import { type NewFile, safeNames, writeNewFiles } from '../new-files.js';

/** Each packet in a folder of its own, named after its file. Returns the paths written. */
export async function extractPackets(folder: string, files: readonly Examined[]): Promise<string[]> {
  const packets = files.filter((file) => file.packet && isValid(file));
  const names = safeNames(packets.map(({ file }) => basename(file, extname(file))));
  const written = await Promise.all(
    packets.map((file, index) => filesOf(file, names[index] ?? String(index + 1))),
  );
  return writeNewFiles(folder, written.flat());
}

async function filesOf({ packet }: Examined, name: string): Promise<NewFile[]> {
  if (!packet) return [];
  const inline = packet.contents.filter(({ transfer }) => transfer === 'inline');
  const safe = safeNames(inline.map((content) => content.name));
  return [
    { name: join(name, 'message.xml'), content: await writeReadable(packet.message, packet.contents) },
    ...inline.map((_, index) => ({
      name: join(name, 'attachments', safe[index] ?? String(index + 1)),
      content: packet.inline[index] ?? Buffer.alloc(0),
    })),
  ];
}
