import { expect } from 'chai';
import {
  checkMessage,
  inspectPacket,
  type Packet,
  type PacketOctets,
  readEdxml,
  readPacket,
  writeEnvelope,
} from '../../src/edoc/index.js';
import { isEdocError } from '../../src/errors.js';
import {
  contentsOf,
  firstId,
  fullDocument,
  fullStatus,
  packetOf,
  plainDocument,
  statusId,
  type TestFile,
} from './messages.js';

const files: readonly TestFile[] = [
  { name: 'Công văn 215.txt', bytes: Buffer.from('nội dung công văn') },
  { name: 'rỗng.txt', bytes: Buffer.alloc(0) },
  { name: 'a & <b>.txt', bytes: Buffer.from([0, 255, 10, 13, 26]) },
];
const inline = files.map(({ bytes }) => bytes);

function documentPacket(): PacketOctets & { readonly file: Buffer } {
  return packetOf(fullDocument(), { packetId: firstId, contents: contentsOf(files) }, inline);
}

function codesOf(octets: PacketOctets): string[] {
  return inspectPacket(octets)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

function withSigned(octets: PacketOctets, from: string, to: string): PacketOctets {
  return { ...octets, signed: replaced(octets.signed, from, to) };
}

function withAfter(octets: PacketOctets, from: string, to: string): PacketOctets {
  return { ...octets, after: replaced(octets.after, from, to) };
}

function replaced(octets: Buffer, from: string, to: string): Buffer {
  const text = octets.toString();
  expect(text, 'what is to be replaced').to.include(from);
  return Buffer.from(text.replace(from, () => to));
}

describe('a packet', () => {
  it('gives back the document, its attachments and its id', () => {
    const packet = readPacket(documentPacket());
    expect(packet.packetId).to.equal(firstId);
    expect(packet.message).to.deep.equal(fullDocument());
    expect(packet.contents).to.deep.equal(contentsOf(files));
    expect(packet.inline).to.deep.equal(inline);
    expect(packet).not.to.have.property('concerns');
  });

  it('gives back a status and the packet that it speaks of', () => {
    const packet = readPacket(
      packetOf(fullStatus(), { packetId: statusId, concerns: firstId, contents: [] }),
    );
    expect(packet.message).to.deep.equal(fullStatus());
    expect(packet.concerns).to.equal(firstId);
  });

  it('gives back a document with hardly anything in it', () => {
    const message = plainDocument();
    expect(readPacket(packetOf(message, { packetId: firstId, contents: [] })).message).to.deep.equal(message);
  });

  it('has large attachments beside it', () => {
    const large = [{ name: 'lớn.bin', bytes: Buffer.alloc(262_145, 7) }];
    const packet = packetOf(plainDocument(), { packetId: firstId, contents: contentsOf(large) });
    expect(packet.after.toString()).to.equal('</edXML>\n');
    expect(readPacket(packet)).to.deep.include({ contents: contentsOf(large), inline: [] });
  });

  it('is an ordinary edXML file to a tolerant reader', () => {
    const foreign = readEdxml(documentPacket().file);
    expect(foreign.findings.map(({ code }) => code)).to.deep.equal([
      'attachment.empty',
      'attachment.type-differs',
    ]);
    expect(checkMessage(foreign.draft).message).to.deep.equal(fullDocument());
    expect(foreign.attachments.map(({ bytes }) => bytes)).to.deep.equal(inline);
  });

  it('has one form for a message: the same in, the same out', () => {
    expect(documentPacket().file.equals(documentPacket().file)).to.equal(true);
  });
});

describe('a packet with one octet changed', () => {
  const octets = documentPacket();
  const changes = [0x01, 0x20, 0x80];

  for (const part of ['before', 'after'] as const) {
    it(`outside the signed part (${part}) is refused`, () => {
      for (let offset = 0; offset < octets[part].length; offset += 1) {
        const changed = Buffer.from(octets[part]);
        changed[offset] = (changed[offset] ?? 0) ^ (changes[offset % changes.length] ?? 1);
        const codes = codesOf({ ...octets, [part]: changed });
        expect(codes, `${part} ${offset}`).not.to.deep.equal([]);
        expect(
          codes.every((code) => code.startsWith('packet.')),
          `${part} ${offset}: ${codes}`,
        ).to.equal(true);
      }
    });
  }

  it('in the signed part is refused, or is another packet in its one form', () => {
    let taken = 0;
    for (let offset = 0; offset < octets.signed.length; offset += 1) {
      const signed = Buffer.from(octets.signed);
      signed[offset] = (signed[offset] ?? 0) ^ (changes[offset % changes.length] ?? 1);
      const packet = tried({ ...octets, signed });
      if (!packet) continue;
      taken += 1;
      const { head, tail } = writeEnvelope(packet.message, packet);
      expect(Buffer.from(head + tail).equals(signed), `signed ${offset}`).to.equal(true);
    }
    expect(taken).to.be.greaterThan(0);
  });

  it('or cut off anywhere is refused', () => {
    for (const part of ['before', 'signed', 'after'] as const) {
      for (let length = 0; length < octets[part].length; length += 7) {
        expect(codesOf({ ...octets, [part]: octets[part].subarray(0, length) })).not.to.deep.equal([]);
      }
    }
  });

  /** Undefined where it was refused with codes; anything else that is thrown fails the test. */
  function tried(changed: PacketOctets): Packet | undefined {
    try {
      return readPacket(changed);
    } catch (error) {
      if (!isEdocError(error)) throw error;
      return undefined;
    }
  }
});

describe('the strict reader of packets', () => {
  const octets = documentPacket();
  const notCanonical: Record<string, readonly [from: string, to: string]> = {
    'white space between elements': ['<edXML:Code>', ' <edXML:Code>'],
    'another order of elements': [
      '<edXML:CodeNumber>215</edXML:CodeNumber><edXML:CodeNotation>UBND-NC</edXML:CodeNotation>',
      '<edXML:CodeNotation>UBND-NC</edXML:CodeNotation><edXML:CodeNumber>215</edXML:CodeNumber>',
    ],
    'an element that is not known': ['<edXML:Code>', '<edXML:Mood></edXML:Mood><edXML:Code>'],
    'a doubled element': ['<edXML:DueDate>', '<edXML:DueDate>2026/03/21</edXML:DueDate><edXML:DueDate>'],
    'another prefix': ['<edXML:Subject>', '<x:Subject>'],
    'the short form of an empty element': ['<edXML:Content></edXML:Content>', '<edXML:Content/>'],
    'another writing of a number': ['<edXML:Priority>2<', '<edXML:Priority>02<'],
    'another writing of a truth value': ['<edXML:Direction>true<', '<edXML:Direction>1<'],
    'another writing of a date': ['>2026/03/20<', '>2026-03-20<'],
    'spaces around a code': ['<edXML:OrganId>H14<', '<edXML:OrganId> H14<'],
    'text that is not NFC': ['Nghệ An</edXML:Place>', `${'Nghệ An'.normalize('NFD')}</edXML:Place>`],
    'a character reference': ['<edXML:Place>Nghệ', '<edXML:Place>&#x4E;ghệ'],
    'single quotes': [`Id="packet-${firstId}"`, `Id='packet-${firstId}'`],
    'another order of attributes': ['actor="urn:x" id="a>b"', 'id="a>b" actor="urn:x"'],
    'an attribute too many': ['<edXML:Subject>', '<edXML:Subject lang="vi">'],
    'a comment': ['<edXML:Subject>', '<!--x--><edXML:Subject>'],
    'another namespace': ['QCVN_102_2016"', 'QCVN_102_2017"'],
    'ContentIds that do not count': ['>cid:2<', '>cid:7<'],
    'another version of the manifest': ['version="1.0"><edXML:Reference>', 'version="1.1"><edXML:Reference>'],
    'a size with a zero in front': ['Size="5"', 'Size="05"'],
    'a transfer that nobody knows': ['Transfer="inline"', 'Transfer="mail"'],
    'a second root': ['</edXML:edXMLEnvelope>', '</edXML:edXMLEnvelope><a></a>'],
  };
  for (const [what, [from, to]] of Object.entries(notCanonical)) {
    it(`refuses ${what} with packet.not-canonical`, () => {
      expect(codesOf(withSigned(octets, from, to))).to.include('packet.not-canonical');
    });
  }

  it('refuses octets that are not UTF-8 with packet.not-canonical', () => {
    const at = octets.signed.indexOf('Place>Ngh') + 6;
    const signed = Buffer.concat([
      octets.signed.subarray(0, at),
      Buffer.from([0xff]),
      octets.signed.subarray(at),
    ]);
    expect(codesOf({ ...octets, signed })).to.include('packet.not-canonical');
  });

  it('tells an invalid message from a changed form', () => {
    const codes = codesOf(withSigned(octets, '<edXML:Priority>2<', '<edXML:Priority>7<'));
    expect(codes).to.deep.equal(['edxml.not-in-list']);
  });

  it('refuses a marked document with edxml.secret', () => {
    expect(codesOf(withSigned(octets, 'V/v ', '[MẬT] V/v '))).to.deep.equal(['edxml.secret']);
  });

  it('refuses an id that is none with packet.id', () => {
    expect(codesOf(withSigned(octets, firstId, firstId.toUpperCase()))).to.deep.equal(['packet.id']);
  });

  it('refuses a status that names no packet, and a document that names one, with packet.concerns', () => {
    const status = packetOf(fullStatus(), { packetId: statusId, concerns: firstId, contents: [] });
    const concerns = `<ndax:Concerns xmlns:ndax="urn:ndax:packet:1" PacketId="${firstId}"></ndax:Concerns>`;
    expect(codesOf(withSigned(status, concerns, ''))).to.deep.equal(['packet.concerns']);
    expect(
      codesOf(withSigned(octets, '</edXML:MessageHeader>', `${concerns}</edXML:MessageHeader>`)),
    ).to.deep.equal(['packet.concerns']);
  });

  it('refuses an envelope over the limit with packet.too-large before it reads it', () => {
    expect(codesOf({ ...octets, signed: Buffer.alloc(1_572_865, 0x20) })).to.deep.equal(['packet.too-large']);
  });

  it('lists every fault at once and still shows what it could read', () => {
    const bad = withAfter(
      withSigned(octets, '<edXML:Priority>2<', '<edXML:Priority>7<'),
      '</edXML>\n',
      '</edXML>\n ',
    );
    const worse = { ...bad, before: Buffer.from('x') };
    const { packet, draft } = inspectPacket(worse);
    expect(packet).to.equal(undefined);
    expect(draft).to.include({ kind: 'document' });
    expect(codesOf(worse)).to.deep.equal(['packet.outside', 'packet.outside', 'edxml.not-in-list']);
  });
});

describe('the attachments of a packet', () => {
  const octets = documentPacket();
  const encoded = (bytes: Buffer) =>
    `<ContentTransferEncoded>${bytes.toString('base64')}</ContentTransferEncoded>`;
  const [first = Buffer.alloc(0)] = inline;
  const changed = Buffer.from(first);
  changed[0] = 0x4e;
  const whole = octets.after.toString();
  const attachments = whole.match(/<Attachment>.*?<\/Attachment>/g) ?? [];
  const cases: Record<string, readonly [code: string, from: string, to: string]> = {
    'of another content': ['packet.attachment-digest', encoded(first), encoded(changed)],
    'of another length': ['packet.attachment-size', encoded(first), encoded(Buffer.concat([first, first]))],
    'of which one is missing': ['packet.attachment-missing', attachments[2] ?? '?', ''],
    'that are all missing': [
      'packet.attachment-missing',
      `<AttachmentEncoded>${attachments.join('')}</AttachmentEncoded>`,
      '',
    ],
    'of which one is too many': [
      'packet.attachment-extra',
      '</AttachmentEncoded>',
      `${attachments[0]}</AttachmentEncoded>`,
    ],
    'in another order': [
      'packet.outside',
      `${attachments[0]}${attachments[1]}`,
      `${attachments[1]}${attachments[0]}`,
    ],
    'under another name': [
      'packet.outside',
      'Công văn 215.txt</AttachmentName>',
      'Công văn 216.txt</AttachmentName>',
    ],
    'with white space in the base64': ['packet.outside', encoded(first), encoded(first).replace('d', 'd\n')],
    'without padding': [
      'packet.outside',
      encoded(inline[2] ?? first),
      encoded(inline[2] ?? first).replace('=<', '<'),
    ],
    'followed by something': ['packet.outside', '</edXML>\n', '<x/></edXML>\n'],
  };
  for (const [what, [code, from, to]] of Object.entries(cases)) {
    it(`${what} are refused with ${code}`, () => {
      expect(codesOf(withAfter(octets, from, to))).to.include(code);
    });
  }

  it('are refused as an empty element where there are none', () => {
    const bare = packetOf(plainDocument(), { packetId: firstId, contents: [] });
    for (const empty of ['<AttachmentEncoded></AttachmentEncoded>', '<AttachmentEncoded>']) {
      const after = Buffer.from(`${empty}${bare.after.toString()}`);
      expect(codesOf({ ...bare, after }), empty).to.deep.equal(['packet.outside']);
    }
  });

  it('that nobody signed are refused with packet.attachment-extra', () => {
    const bare = packetOf(plainDocument(), { packetId: firstId, contents: [] });
    expect(codesOf({ ...bare, after: octets.after })).to.deep.equal(['packet.attachment-extra']);
  });

  it('are refused by name', () => {
    const { findings } = inspectPacket(withAfter(octets, encoded(first), encoded(changed)));
    expect(findings.map(({ place }) => place)).to.include('Công văn 215.txt');
  });
});

describe('the writer of packets', () => {
  const [content] = contentsOf(files);
  const refusals: Record<string, readonly [code: string, change: object]> = {
    'a name with a path': ['attachment.name', { name: '../a.txt' }],
    'a name that is not NFC': ['attachment.name', { name: 'Công văn'.normalize('NFD') }],
    'a name with a control character': ['attachment.name', { name: 'a\u0007.txt' }],
    'a name that is a mark of secrecy': ['edxml.secret', { name: '[MẬT] a.txt' }],
    'a type that is none': ['attachment.content-type', { contentType: 'pdf' }],
    'a digest that is none': ['packet.manifest', { sha256: 'AB' }],
    'a size that is none': ['packet.manifest', { size: 1.5 }],
    'a small attachment in parts': ['packet.manifest', { transfer: 'parts' }],
    'a description that XML cannot carry': ['edxml.character', { description: 'a\u0000' }],
    'an attachment over the limit': ['attachment.too-large', { size: 2 ** 31 + 1, transfer: 'parts' }],
  };
  for (const [what, [code, change]] of Object.entries(refusals)) {
    it(`refuses ${what} with ${code}`, () => {
      const contents = [{ ...(content ?? contentsOf(files)[0]), ...change }] as ReturnType<typeof contentsOf>;
      expect(() => writeEnvelope(plainDocument(), { packetId: firstId, contents }))
        .to.throw()
        .with.property('code', code);
    });
  }

  it('refuses two attachments of one name, too many of them, and a status with any', () => {
    const one = contentsOf(files.slice(0, 1));
    const write = (contents: typeof one) => () =>
      writeEnvelope(plainDocument(), { packetId: firstId, contents });
    expect(write([...one, ...one]))
      .to.throw()
      .with.property('code', 'attachment.repeated-name');
    const many = Array.from({ length: 201 }, (_, index) => ({ ...one[0], name: `${index}` })) as typeof one;
    expect(write(many)).to.throw().with.property('code', 'attachment.too-many');
    expect(() => writeEnvelope(fullStatus(), { packetId: statusId, concerns: firstId, contents: one }))
      .to.throw()
      .with.property('code', 'packet.manifest');
  });

  it('refuses ids and concerns that are none', () => {
    const write = (options: object) => () =>
      writeEnvelope(plainDocument(), { packetId: firstId, contents: [], ...options });
    expect(write({ packetId: '1' }))
      .to.throw()
      .with.property('code', 'packet.id');
    expect(write({ concerns: firstId }))
      .to.throw()
      .with.property('code', 'packet.concerns');
  });

  it('refuses an envelope over the limit with packet.too-large', () => {
    const to = Array.from({ length: 4_000 }, (_, index) => ({
      organId: `H${index}`,
      organAdd: 'đ'.repeat(200),
    }));
    expect(() => writeEnvelope(plainDocument({ to }), { packetId: firstId, contents: [] }))
      .to.throw()
      .with.property('code', 'packet.too-large');
  });
});
