/** Archives that different programs would read differently, or that would do harm. */
import {
  type Case,
  type Changes,
  change,
  documentFile,
  type MakeContainer,
  receiptFile,
  without,
} from './case.js';
import { endRecord, extraField, type RawEntry, zip64End } from './raw-zip.js';

const stray = Buffer.from('stray octets');
const nothing = Buffer.alloc(0);

export function zipCases(make: MakeContainer): Case[] {
  const by = (name: string, about: string, code: string, changes: Changes): Case => ({
    name,
    about,
    file: make(changes),
    code: `container.${code}`,
  });
  const good = make();
  const zip64 = (directory: number, at: number) => zip64End(9, at - directory, directory, at);
  return [
    { name: 'not-a-zip', about: 'A text.', file: Buffer.from('no archive\n'), code: 'container.not-zip' },
    { name: 'empty', about: 'No octet.', file: nothing, code: 'container.not-zip' },
    {
      name: 'cut-off',
      about: 'The last third is missing.',
      file: good.subarray(0, Math.floor((good.length * 2) / 3)),
      code: 'container.not-zip',
    },
    {
      name: 'octets-before',
      about: 'Octets stand before the archive, and its offsets are not moved.',
      file: Buffer.concat([stray, good]),
      code: 'container.stray-octets',
    },
    {
      name: 'octets-after',
      about: 'Octets stand behind the archive.',
      file: Buffer.concat([good, stray]),
      code: 'container.stray-octets',
    },
    {
      name: 'two-archives',
      about: 'Two archives, one behind the other: some programs read the first, some the second.',
      file: Buffer.concat([good, good]),
      code: 'container.stray-octets',
    },
    by(
      'octets-before-moved',
      'Octets stand before the first entry, and the offsets count them.',
      'stray-octets',
      {
        entries: change('mimetype', () => ({ gap: stray })),
      },
    ),
    by('octets-between', 'Octets stand between two entries.', 'stray-octets', {
      entries: change(receiptFile, () => ({ gap: stray })),
    }),
    by('octets-before-directory', 'Octets stand before the central directory.', 'stray-octets', {
      zip: { gap: stray },
    }),
    by(
      'entry-not-listed',
      'A receipt stands in the archive that the central directory does not list.',
      'stray-octets',
      {
        entries: change(receiptFile, () => ({ hidden: true })),
      },
    ),
    by('comment', 'The archive has a comment.', 'comment', { zip: { comment: stray } }),
    by(
      'comment-with-end',
      'The comment holds another end of the archive, with nothing in it.',
      'stray-octets',
      {
        zip: { comment: endRecord(0, 0, 0, nothing) },
      },
    ),
    by('entry-comment', 'An entry has a comment.', 'comment', {
      entries: change(documentFile, () => ({ comment: stray })),
    }),
    by('entry-in-entry', 'An entry lies inside the data of the one before.', 'overlap', {
      entries: change('message.xml', () => ({ offset: (offset) => offset - 40 })),
    }),
    by('entries-of-one-place', 'Two entries have one place.', 'overlap', {
      entries: (entries) => [
        ...entries,
        { name: 'receipts/other.xml', content: nothing, hidden: false, offset: () => 0 },
      ],
    }),
    by('fewer-counted', 'The end counts one entry less than there are.', 'malformed', {
      zip: { end: counted(8) },
    }),
    by('more-counted', 'The end counts one entry more than there are.', 'malformed', {
      zip: { end: counted(10) },
    }),
    by('too-many-counted', 'The end counts 40,000 entries.', 'limit', { zip: { end: counted(40_000) } }),
    by('two-disks', 'The end says that this is the second disk.', 'malformed', {
      zip: { end: (end) => end.writeUInt16LE(1, 4) },
    }),
    by('directory-overlaps-end', 'The directory is said to reach over the end.', 'overlap', {
      zip: { end: (end) => end.writeUInt32LE(end.readUInt32LE(12) + 10, 12) },
    }),
    by('zip64-not-needed', 'A ZIP64 record says the same as the end.', 'zip64', {
      zip: { beforeEnd: zip64 },
    }),
    by(
      'zip64-small-offset',
      'The offset of the directory is in a ZIP64 record, though it is small.',
      'zip64',
      {
        zip: { beforeEnd: zip64, end: (end) => end.writeUInt32LE(0xffffffff, 16) },
      },
    ),
    by('zip64-without-record', 'The end refers to a ZIP64 record that is not there.', 'zip64', {
      zip: { end: (end) => end.writeUInt32LE(0xffffffff, 16) },
    }),
    by('zip64-field-not-needed', 'An entry gives its small sizes in 64 bits too.', 'zip64', {
      entries: change(documentFile, () => ({ central: { extra: extraField(1, Buffer.alloc(24)) } })),
    }),
    ...mimetypeCases(by),
    ...entryCases(by),
  ];
}

type By = (name: string, about: string, code: string, changes: Changes) => Case;

function counted(entries: number): (end: Buffer) => void {
  return (end) => {
    end.writeUInt16LE(entries, 8);
    end.writeUInt16LE(entries, 10);
  };
}

function mimetypeCases(by: By): Case[] {
  const mimetype = (edit: (entry: RawEntry) => Partial<RawEntry>) => ({ entries: change('mimetype', edit) });
  return [
    by('mimetype-missing', 'There is no mimetype.', 'mimetype-missing', { entries: without('mimetype') }),
    by('mimetype-second', 'The mimetype is the second entry.', 'mimetype-not-first', {
      entries: ([first, second, ...rest]) => (first && second ? [second, first, ...rest] : []),
    }),
    by(
      'mimetype-deflated',
      'The mimetype is deflated.',
      'mimetype-compressed',
      mimetype(() => ({ deflated: true })),
    ),
    by(
      'mimetype-descriptor',
      'The size of the mimetype stands behind it.',
      'mimetype-compressed',
      mimetype(() => ({ descriptor: true })),
    ),
    by(
      'mimetype-extra-field',
      'The mimetype has an extra field, so that its text does not stand at octet 38.',
      'extra-field',
      mimetype(() => ({ local: { extra: extraField(0x5455, Buffer.alloc(5)) } })),
    ),
    by(
      'mimetype-line-feed',
      'A line feed follows the media type.',
      'mimetype-wrong',
      mimetype(({ content }) => ({ content: Buffer.concat([content, Buffer.from('\n')]) })),
    ),
    by(
      'mimetype-asic-s',
      'The media type is that of ASiC-S.',
      'mimetype-wrong',
      mimetype(() => ({ content: Buffer.from('application/vnd.etsi.asic-s+zip') })),
    ),
  ];
}

function entryCases(by: By): Case[] {
  const receipt = (edit: (entry: RawEntry) => Partial<RawEntry>) => ({ entries: change(receiptFile, edit) });
  const named = (name: string | Buffer) => receipt(() => ({ name }));
  const added = (entry: RawEntry) => ({ entries: (all: readonly RawEntry[]) => [...all, entry] });
  const zeros = Buffer.alloc(2_000_000);
  return [
    by(
      'name-twice',
      'Two entries have one name.',
      'name-twice',
      added({ name: receiptFile, content: stray }),
    ),
    by(
      'name-other-case',
      'The names of two entries differ by case alone.',
      'name-twice',
      added({ name: 'receipts/RECEIPT-h53.XML', content: stray }),
    ),
    by('name-parent', 'A name leads out of the folder.', 'name-unsafe', named('receipts/../../r.xml')),
    by('name-absolute', 'A name begins at the root.', 'name-unsafe', named('/receipts/r.xml')),
    by('name-backslash', 'A name has a backslash.', 'name-unsafe', named('receipts\\r.xml')),
    by('name-drive', 'A name begins with a drive.', 'name-unsafe', named('C:r.xml')),
    by('name-control', 'A name has a line feed.', 'name-unsafe', named('receipts/r\n.xml')),
    by(
      'name-nul',
      'A name has a zero octet, where other programs stop reading.',
      'name-unsafe',
      named('receipts/r.xml\0.exe'),
    ),
    by(
      'name-direction',
      'A name turns the direction of writing.',
      'name-unsafe',
      named('receipts/\u202elmx.xml'),
    ),
    by('name-empty-segment', 'A name has two slashes in a row.', 'name-unsafe', named('receipts//r.xml')),
    by(
      'name-of-folder',
      'An entry is a folder.',
      'name-unsafe',
      added({ name: 'receipts/', content: nothing }),
    ),
    by('name-not-composed', 'A name is decomposed.', 'name-form', named('receipts/bie\u0302n.xml')),
    by(
      'name-not-utf8',
      'A name is Latin 1.',
      'name-encoding',
      named(Buffer.from('receipts/é.xml', 'latin1')),
    ),
    by(
      'name-not-marked',
      'A name is UTF-8 and not marked so: some programs read it as code page 437.',
      'name-encoding',
      receipt(() => ({ name: 'receipts/biên.xml', says: { flags: 0 } })),
    ),
    by('name-too-long', 'A name has 400 octets.', 'limit', named(`receipts/${'r'.repeat(400)}.xml`)),
    by(
      'symbolic-link',
      'An entry is a symbolic link.',
      'entry-type',
      receipt(() => ({ attributes: 0o120777 * 0x10000 })),
    ),
    by(
      'device',
      'An entry is a device.',
      'entry-type',
      receipt(() => ({ attributes: 0o060644 * 0x10000 })),
    ),
    by(
      'folder-attribute',
      'An entry is a folder by its attributes of MS-DOS.',
      'entry-type',
      receipt(() => ({ attributes: 0x10 })),
    ),
    by(
      'encrypted',
      'An entry is encrypted.',
      'encrypted',
      receipt(() => ({ says: { flags: 0x0801 } })),
    ),
    by(
      'unknown-flag',
      'An entry has a flag that nobody knows.',
      'malformed',
      receipt(() => ({ says: { flags: 0x8800 } })),
    ),
    by(
      'method-bzip2',
      'An entry says that it is packed with bzip2.',
      'method',
      receipt(() => ({ says: { method: 12 } })),
    ),
    by(
      'name-in-extra-field',
      'An extra field gives another name, which some programs take.',
      'extra-field',
      receipt(() => ({ central: { extra: extraField(0x7075, Buffer.from('\x01\0\0\0\0r.xml')) } })),
    ),
    by(
      'extra-field-of-one-octet',
      'The extra field in the local header is too short to say what it is.',
      'extra-field',
      receipt(() => ({ local: { extra: Buffer.of(1) } })),
    ),
    by(
      'local-name',
      'The local header has another name.',
      'header',
      receipt(() => ({ local: { name: Buffer.from('receipts/receipt-H54.xml') } })),
    ),
    by(
      'local-method',
      'The local header has another method.',
      'header',
      receipt(() => ({ local: { method: 8 } })),
    ),
    by(
      'local-size',
      'The local header has another size.',
      'header',
      receipt(() => ({ local: { size: 10, packed: 10 } })),
    ),
    by(
      'local-flags',
      'Only the local header says that the entry is encrypted.',
      'header',
      receipt(() => ({ local: { flags: 0x0801 } })),
    ),
    by(
      'descriptor-checksum',
      'The checksum behind the data is another one.',
      'header',
      receipt(() => ({ descriptor: true, descriptorCrc: 1 })),
    ),
    by(
      'stored-sizes',
      'An entry that is not packed has two sizes.',
      'header',
      receipt(() => ({ says: { size: 10 } })),
    ),
    by(
      'checksum',
      'The checksum does not come out.',
      'crc',
      receipt(() => ({ says: { crc: 1 } })),
    ),
    by(
      'larger-than-said',
      'An entry unpacks to more than is said.',
      'size',
      receipt(() => ({ deflated: true, says: { size: 1_000 } })),
    ),
    by(
      'smaller-than-said',
      'An entry unpacks to less than is said.',
      'size',
      receipt(() => ({ deflated: true, says: { size: 100_000 } })),
    ),
    by(
      'not-deflated',
      'What is said to be deflated is not.',
      'size',
      receipt(() => ({ says: { method: 8 } })),
    ),
    by(
      'bomb',
      'Two million zeros, packed a thousandfold.',
      'bomb',
      added({ name: 'receipts/z.xml', content: zeros, deflated: true }),
    ),
    by(
      'too-large',
      'An entry is said to have three gigabytes.',
      'limit',
      receipt(() => ({ deflated: true, says: { size: 3 * 2 ** 30 } })),
    ),
  ];
}
