/**
 * Messages of other systems, sent on with `edoc send --edxml`: readdressed to agencies of the test's axis, they arrive
 * with their attachments as they were. Four are our own; EDOC_SAMPLES may name a folder with others, which are not ours to
 * publish: `documents/`, `statuses/` and `malformed/`.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { foreignSamples } from '../support/foreign-messages.js';
import { AgentProcess } from './support/agent-process.js';
import { edoc, edocJson } from './support/edoc.js';

interface ExpectedAttachment {
  readonly name: string;
  readonly octets: Buffer;
}

const [from, to] = ['G22', 'H41'];
const samples = process.env['EDOC_SAMPLES'];

describe('messages of other systems, sent on with edoc send --edxml', () => {
  let axis: WholeAxis;
  let agents: AgentProcess[] = [];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-samples-'));
    axis = await testAxis('Trục thử nghiệm', [
      { agencies: [{ code: from, name: 'Văn phòng Chính phủ' }] },
      { agencies: [{ code: to, name: 'Ủy ban nhân dân tỉnh Nghệ An' }] },
    ]);
    agents = await Promise.all([from, to].map((code) => AgentProcess.ready(axis.agent(code).directory)));
    await Promise.all(agents.map((agent) => agent.says('directory.in-force')));
  });

  after(async () => {
    await Promise.all(agents.map((agent) => agent.stop()));
    await axis.remove();
    await rm(folder, { recursive: true, force: true });
  });

  describe('written for this test', () => {
    for (const [index, { words, xml, attachments }] of foreignSamples().entries()) {
      it(`arrive: one ${words}`, async () => {
        const file = join(folder, `own-${index}.edxml`);
        await writeFile(file, xml);
        expect(await sentOn(file)).to.deep.equal(namesAndOctets(attachments));
      });
    }
  });

  // Where there is no folder there is nothing to try: no test is made, and none is skipped.
  if (samples === undefined) return;

  describe('found in the folder that EDOC_SAMPLES names', () => {
    it('arrive, every document', async () => {
      const files = await edxmlIn('documents');
      expect(files).to.not.deep.equal([]);
      for (const file of files) {
        const attachments = attachmentsIn(await readFile(file, 'utf8'));
        expect(attachments, file).to.not.deep.equal([]);
        expect(await sentOn(file), file).to.deep.equal(namesAndOctets(attachments));
      }
    });

    it('are refused where they are statuses, which clerks send by other commands', async () => {
      for (const file of await edxmlIn('statuses'))
        expect(await refusal(file), file).to.equal('send.is-status');
    });

    it('are refused where they are malformed', async () => {
      for (const file of await edxmlIn('malformed')) {
        expect(await refusal(file), file).to.equal('edxml.not-well-formed');
      }
    });
  });

  /** Sends the message, waits for the receipt, and returns what the recipient saves of its attachments. */
  async function sentOn(file: string): Promise<object> {
    const { packetId, deliveries } = await edocJson<{ packetId: string; deliveries: { state: string }[] }>(
      ['send', '--edxml', file, '--from', from, '--to', to, '--wait', '30'],
      axis.agent(from).directory,
    );
    expect(deliveries.map(({ state }) => state)).to.deep.equal(['delivered']);
    const target = join(folder, packetId);
    await edocJson(['save', packetId, '--to', target], axis.agent(to).directory);
    const attachments = join(target, 'attachments');
    const names = await readdir(attachments);
    return namesAndOctets(
      await Promise.all(
        names.map(async (name) => ({ name, octets: await readFile(join(attachments, name)) })),
      ),
    );
  }

  /** The code with which `edoc send` refuses the message. */
  async function refusal(file: string): Promise<string> {
    const args = ['send', '--edxml', file, '--from', from, '--to', to, '--json'];
    const { exitCode, stdout } = await edoc(args, axis.agent(from).directory);
    expect(exitCode, basename(file)).to.not.equal(0);
    return (JSON.parse(stdout) as { error: { code: string } }).error.code;
  }
});

async function edxmlIn(kind: string): Promise<string[]> {
  const folder = join(samples ?? '', kind);
  return (await readdir(folder)).filter((name) => name.endsWith('.edxml')).map((name) => join(folder, name));
}

/** By other means than the product's: the text of the file, Node's base64, another ZIP reader. */
function attachmentsIn(xml: string): ExpectedAttachment[] {
  const part = (text: string, name: string) =>
    new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)</`).exec(text)?.[1]?.trim() ?? '';
  return [...xml.matchAll(/<(?:\w+:)?Attachment>[\s\S]*?<\/(?:\w+:)?Attachment>/g)].map(([text]) => ({
    name: part(text, 'AttachmentName'),
    octets: unpacked(Buffer.from(part(text, 'ContentTransferEncoded'), 'base64')),
  }));
}

function unpacked(octets: Buffer): Buffer {
  if (octets.toString('latin1', 0, 2) !== 'PK') return octets;
  const [only, ...more] = Object.values(unzipSync(octets));
  return only && more.length === 0 ? Buffer.from(only) : octets;
}

/** Octets as base64, so that a difference can be shown. */
function namesAndOctets(attachments: readonly ExpectedAttachment[]): object {
  return Object.fromEntries(attachments.map(({ name, octets }) => [name, octets.toString('base64')]));
}
