/** One call of `edoc show`. */
import { businessDocTypes, type DocumentMessage, priorities } from '../../edoc/index.js';
import type { DocumentRecord, EntryRecord, EvidenceState } from '../../store/index.js';
import { archivedText, archivedWord } from '../clerk/archived-words.js';
import { deliveriesJson, deliveryTable } from '../clerk/deliveries.js';
import { amendmentWords, inboxStyle, inboxWords, recallWords } from '../clerk/state-words.js';
import { readStoredDocument } from '../clerk/stored-message.js';
import type { Cli } from '../command.js';
import { withRegister } from '../register.js';
import type { Words } from '../terminal/language.js';
import { block, table } from '../terminal/table.js';
import { clean, dayText, sizeText, timeText } from '../terminal/text.js';
import { agencyNames } from './names.js';
import { signatureLines, signaturesJson } from './signatures.js';

export function showDocument(cli: Cli, id: string): Promise<void> {
  return withRegister(cli, async (register) => {
    const document = await register.document(id);
    const { message } = await readStoredDocument(register, document);
    const deliveries = await register.deliveries(document.packetId);
    const names = await agencyNames(register, [
      document.sender,
      ...document.entries.map(({ agency }) => agency),
      ...deliveries.map(({ recipient }) => recipient),
    ]);
    const stored = await register.packetEvidence(document.packetId, document.packets[0]?.direction ?? 'in');
    const { output } = cli;
    const signatures = await register.attachmentSignatures(document.packetId);
    output.document({
      ...document,
      ...signaturesJson(signatures, document.attachments),
      message,
      ...evidenceJson(stored?.evidence),
      deliveries: deliveriesJson(deliveries, names),
    });
    const nameOf = (code: string) =>
      clean(names.get(code) ?? message.to.find(({ organId }) => organId === code)?.organName ?? '');
    output.print(...block(output, messagePairs(cli, document, message, stored?.evidence)));
    if (document.attachments.length > 0) output.print('', ...attachmentTable(cli, document));
    if (signatures.length > 0) {
      const title = { en: 'Signatures inside PDF files', vi: 'Chữ ký số bên trong tệp PDF' };
      output.print('', heading(cli, title), ...signatureLines(cli, signatures, document.attachments));
    }
    const received = document.entries.filter(({ box }) => box === 'in');
    if (received.length > 0) {
      output.print('', heading(cli, { en: 'Here', vi: 'Tại đây' }), ...entryLines(cli, received, nameOf));
    }
    if (deliveries.length > 0) {
      output.print(
        '',
        heading(cli, { en: 'Recipients', vi: 'Các bên nhận' }),
        ...deliveryTable(cli, deliveries, nameOf),
      );
    }
  });
}

function heading(cli: Cli, words: Words): string {
  return cli.output.style('bold', cli.say(words));
}

type Pair = readonly [string, string | undefined];

function messagePairs(
  cli: Cli,
  document: DocumentRecord,
  message: DocumentMessage,
  evidence: EvidenceState | undefined,
): Pair[] {
  const { language } = cli.output;
  const { code, promulgationInfo, documentType, signerInfo, otherInfo, from } = message;
  const [packet] = document.packets;
  const priority = priorities.find(({ value }) => value === (otherInfo?.priority ?? 0));
  const kind = businessDocTypes.find(({ value }) => value === message.bussiness?.bussinessDocType);
  const answers = message.responseFor.map((earlier) =>
    clean(`${earlier.code ?? earlier.documentId ?? ''} (${earlier.organId})`),
  );
  const signer = [signerInfo?.competence, signerInfo?.position, signerInfo?.fullName]
    .filter(Boolean)
    .join(' ');
  return [
    [cli.say({ en: 'Packet', vi: 'Gói tin' }), document.packetId],
    [
      cli.say({ en: 'Document', vi: 'Văn bản' }),
      `${clean(documentType.typeName)} ${clean(`${code.codeNumber}/${code.codeNotation}`)}, ${dayText(promulgationInfo.promulgationDate, language)}${
        promulgationInfo.place === undefined ? '' : `, ${clean(promulgationInfo.place)}`
      }`,
    ],
    [cli.say({ en: 'Subject', vi: 'Trích yếu' }), clean(message.subject)],
    [
      cli.say({ en: 'Summary', vi: 'Tóm tắt' }),
      message.content === undefined || message.content === message.subject
        ? undefined
        : clean(message.content),
    ],
    [cli.say({ en: 'From', vi: 'Bên gửi' }), clean(`${from.organId} ${from.organName ?? ''}`)],
    [cli.say({ en: 'Signed by', vi: 'Người ký' }), clean(signer)],
    [
      cli.say({ en: 'Priority', vi: 'Độ khẩn' }),
      priority && priority.value > 0 ? cli.say(priority) : undefined,
    ],
    [
      cli.say({ en: 'Due', vi: 'Hạn trả lời' }),
      message.dueDate === undefined ? undefined : dayText(message.dueDate, language),
    ],
    [cli.say({ en: 'Answers', vi: 'Trả lời văn bản' }), answers.join('\n')],
    [cli.say({ en: 'Kind', vi: 'Nghiệp vụ' }), kind && kind.value > 0 ? cli.say(kind) : undefined],
    [
      packet?.direction === 'in'
        ? cli.say({ en: 'Received', vi: 'Nhận lúc' })
        : cli.say({ en: 'Submitted', vi: 'Gửi lúc' }),
      packet && timeText(packet.at, language, 'second'),
    ],
    [
      cli.say({ en: 'Sealed file', vi: 'Tệp đã ký' }),
      packet && `${sizeText(packet.size, language)}, SHA-256 ${packet.sha256}`,
    ],
    [cli.say({ en: 'Evidence', vi: 'Chứng cứ' }), evidence && evidenceText(cli, evidence)],
    [cli.say(archivedWord), document.archived && archivedText(cli, document.archived)],
  ];
}

function evidenceJson(evidence: EvidenceState | undefined): object {
  if (!evidence) return {};
  const { properties: _, ...told } = evidence;
  return { evidence: told };
}

function evidenceText(cli: Cli, { level, provenAt, gap }: EvidenceState): string {
  const proven =
    provenAt &&
    cli.say({
      en: `proven to exist since ${timeText(provenAt, 'en', 'second')}`,
      vi: `được chứng minh tồn tại từ ${timeText(provenAt, 'vi', 'second')}`,
    });
  const open = gap === undefined ? undefined : `[${gap}]`;
  const words = cli.say({ en: `level ${level}`, vi: `mức ${level}` });
  return [words, proven, open].filter(Boolean).join(', ');
}

function attachmentTable(cli: Cli, { attachments }: DocumentRecord): string[] {
  const { output } = cli;
  return table(
    output,
    [
      { title: cli.say({ en: 'File', vi: 'Tệp' }), cell: ({ name }) => clean(name), flexible: true },
      {
        title: cli.say({ en: 'Size', vi: 'Cỡ' }),
        cell: ({ size }) => sizeText(size, output.language),
        right: true,
      },
      { title: cli.say({ en: 'Type', vi: 'Loại' }), cell: ({ contentType }) => clean(contentType) },
      { title: 'SHA-256', cell: ({ sha256 }) => `${sha256.slice(0, 16)}…` },
    ],
    attachments,
  );
}

function entryLines(cli: Cli, entries: readonly EntryRecord[], nameOf: (code: string) => string): string[] {
  const { output } = cli;
  return entries.map(({ agency, state, recall, amendment }) => {
    const words = [
      output.style(inboxStyle(state), cli.say(inboxWords(state))),
      ...(recall === 'none' ? [] : [output.style('yellow', cli.say(recallWords(recall)))]),
      ...(amendment === 'none' ? [] : [output.style('yellow', cli.say(amendmentWords(amendment)))]),
    ];
    return `${clean(`${agency} ${nameOf(agency)}`)}  ${words.join('; ')}`;
  });
}
