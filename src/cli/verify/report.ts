/** The outcome of a verification, as JSON and for people. */
import type { Receipt } from '../../edoc/index.js';
import type { Trust } from '../../signing/index.js';
import type { Words } from '../language.js';
import type { Output } from '../output.js';
import { block } from '../table.js';
import { clean, dayText, sizeText, timeText } from '../text.js';
import { type Check, type Examined, isValid, type Kind } from './examined.js';

export interface Outcome {
  readonly at: Date;
  readonly trust: Trust;
  readonly files: readonly Examined[];
}

export function allValid({ files }: Outcome): boolean {
  return files.every(isValid);
}

// -------------------------------------------------------------------------------------------------- JSON

export function outcomeJson(outcome: Outcome, output: Output): object {
  return {
    valid: allValid(outcome),
    at: outcome.at.toISOString(),
    anchors: outcome.trust.anchors.map(({ subject, certificateSha256, notAfter }) => ({
      subject,
      certificateSha256,
      notAfter,
    })),
    files: outcome.files.map((file) => fileJson(file, output)),
  };
}

function fileJson(file: Examined, output: Output): object {
  const { signer, signingTime } = file.claimed ?? {};
  return {
    file: file.file,
    valid: isValid(file),
    kind: file.kind ?? null,
    size: file.octets.length,
    sha256: file.sha256,
    ...(signer && {
      signer: {
        agency: signer.organization,
        name: signer.name,
        certificateSha256: signer.certificateSha256,
        serialNumber: signer.serialNumber,
        issuer: signer.issuer,
        notBefore: signer.notBefore,
        notAfter: signer.notAfter,
      },
      signingTime,
    }),
    ...contentJson(file),
    ...(file.attachments.length > 0 ? { attachments: file.attachments } : {}),
    checked: allChecks.filter((check) => file.checked.has(check)),
    notChecked: notChecked(file),
    findings: file.findings.map((finding) => output.findingJson(finding)),
  };
}

function contentJson({ packet, receipt, ping, page }: Examined): object {
  if (packet) return { packetId: packet.packetId, concerns: packet.concerns, message: packet.message };
  if (receipt) return { receipt };
  if (ping) return { ping };
  if (!page) return {};
  const { agencies, ...head } = page;
  return { directory: { ...head, agencies: agencies.length } };
}

// ------------------------------------------------------------------------------------------------ people

export function printOutcome(outcome: Outcome, output: Output): void {
  const { files, at, trust } = outcome;
  for (const file of files) printFile(file, output);
  const bad = files.filter((file) => !isValid(file)).length;
  const anchors = trust.anchors.map(({ commonName }) => clean(commonName)).join(', ');
  const summary = output.say(
    bad === 0
      ? { en: `All ${files.length} valid`, vi: `Tất cả ${files.length} tệp hợp lệ` }
      : { en: `${bad} of ${files.length} NOT valid`, vi: `${bad} trên ${files.length} tệp KHÔNG hợp lệ` },
  );
  const when = output.say({
    en: `, judged for ${timeText(at, 'en', 'second')} against ${anchors}.`,
    vi: `, xét tại thời điểm ${timeText(at, 'vi', 'second')} theo gốc tin cậy ${anchors}.`,
  });
  output.print(output.style(bad === 0 ? 'green' : 'red', summary) + when);
}

function printFile(file: Examined, output: Output): void {
  const valid = isValid(file);
  const mark = valid
    ? output.style('green', `✔ ${output.say({ en: 'VALID', vi: 'HỢP LỆ' })}`)
    : output.style('red', `✘ ${output.say({ en: 'NOT VALID', vi: 'KHÔNG HỢP LỆ' })}`);
  const kind = file.kind === undefined ? '' : `${output.say(kindWords[file.kind])}, `;
  output.print(
    `${mark}  ${output.style('bold', clean(file.file))}  (${kind}${sizeText(file.octets.length, output.language)})`,
  );
  const lines = block(output, [
    ...contentPairs(file, output),
    ...sealPairs(file, output),
    [output.say({ en: 'Checked', vi: 'Đã kiểm tra' }), checkedWords(file, output)],
    [output.say({ en: 'Not checked', vi: 'Chưa kiểm tra' }), notCheckedWords(file, output)],
  ]);
  output.print(...lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`));
  for (const finding of file.findings) output.print(output.findingText(finding).replace(/^/gm, '  '));
  output.print('');
}

type Pair = readonly [string, string | undefined];

function contentPairs({ packet, receipt, ping, page }: Examined, output: Output): Pair[] {
  const { language } = output;
  if (receipt) return receiptPairs(receipt, output);
  if (ping) {
    return [
      [output.say({ en: 'Ping', vi: 'Ping' }), ping.pingId],
      [output.say(words.from), ping.sender],
      [output.say(words.to), ping.recipient],
    ];
  }
  if (page) {
    const size = output.say({
      en: `${page.agencies.length} agencies`,
      vi: `${page.agencies.length} cơ quan`,
    });
    return [
      [
        output.say({ en: 'Version', vi: 'Phiên bản' }),
        `${page.version}, ${output.say({ en: 'page', vi: 'trang' })} ${page.page}/${page.pages}, ${size}`,
      ],
      [output.say({ en: 'Valid until', vi: 'Có hiệu lực đến' }), timeText(page.validUntil, language)],
    ];
  }
  if (!packet) return [];
  const { message } = packet;
  const from = organ(message.from);
  if (message.kind === 'status') {
    return [
      [output.say(words.packet), packet.packetId],
      [
        output.say({ en: 'Status', vi: 'Trạng thái' }),
        `${message.statusCode} ${clean(message.description ?? '')}`.trim(),
      ],
      [
        output.say({ en: 'Speaks of', vi: 'Về văn bản' }),
        `${clean(message.responseFor.code ?? '')} (${packet.concerns})`,
      ],
      [output.say(words.from), from],
      [output.say(words.to), message.responseFor.organId],
    ];
  }
  const { codeNumber, codeNotation } = message.code;
  return [
    [output.say(words.packet), packet.packetId],
    [
      output.say({ en: 'Document', vi: 'Văn bản' }),
      `${clean(`${codeNumber}/${codeNotation}`)}, ${dayText(message.promulgationInfo.promulgationDate, language)}`,
    ],
    [output.say({ en: 'Subject', vi: 'Trích yếu' }), clean(message.subject)],
    [output.say(words.from), from],
    [output.say(words.to), recipients(message.to.map(organ), output)],
  ];
}

function receiptPairs(receipt: Receipt, output: Output): Pair[] {
  return [
    [output.say({ en: 'Answers', vi: 'Trả lời gói tin' }), receipt.packetId],
    [
      output.say({ en: 'Outcome', vi: 'Kết quả' }),
      receipt.outcome === 'accepted'
        ? output.say({ en: 'accepted', vi: 'đã nhận' })
        : `${output.say({ en: 'refused', vi: 'từ chối' })} (${clean(receipt.code)}): ${clean(receipt.reason)}`,
    ],
    [output.say(words.from), receipt.sender],
    [output.say({ en: 'Answered by', vi: 'Bên trả lời' }), receipt.recipient],
    [output.say({ en: 'Received', vi: 'Nhận lúc' }), timeText(receipt.receivedAt, output.language, 'second')],
  ];
}

function sealPairs({ claimed }: Examined, output: Output): Pair[] {
  if (!claimed) return [];
  const { signer, signingTime } = claimed;
  const { language } = output;
  const validity = `${timeText(signer.notBefore, language)} – ${timeText(signer.notAfter, language)}`;
  return [
    [
      output.say({ en: 'Sealed by', vi: 'Ký bởi' }),
      `${clean(signer.organization)} ${clean(signer.name)}, ${timeText(signingTime, language, 'second')}`,
    ],
    [
      output.say({ en: 'Certificate', vi: 'Chứng thư' }),
      `${clean(signer.serialNumber)}, ${output.say({ en: 'issued by', vi: 'cấp bởi' })} ${clean(signer.issuer)}\n${validity}`,
    ],
  ];
}

const allChecks: readonly Check[] = [
  'form',
  'signature',
  'certificate',
  'content',
  'attachments',
  'directory',
  'second-opinion',
];

const checkWords: Readonly<Record<Check, Words>> = {
  form: { en: 'form, octet by octet', vi: 'dạng tệp, từng byte' },
  signature: { en: 'signature', vi: 'chữ ký' },
  certificate: { en: 'certificate path', vi: 'chuỗi chứng thư' },
  content: { en: 'content', vi: 'nội dung' },
  attachments: { en: 'attachments', vi: 'tệp đính kèm' },
  directory: { en: 'listed in the directory', vi: 'có trong danh bạ' },
  'second-opinion': { en: 'second verifier (xml-crypto)', vi: 'bộ kiểm tra thứ hai (xml-crypto)' },
};

function notChecked(file: Examined): Check[] {
  const given = file.attachments.filter(({ outcome }) => outcome !== 'not-given').length;
  return allChecks.filter((check) => {
    if (check === 'second-opinion' || (check === 'directory' && file.kind === 'directory')) return false;
    if (check === 'attachments') return given < file.attachments.length;
    return !file.checked.has(check);
  });
}

function checkedWords(file: Examined, output: Output): string {
  const agreed = file.attachments.filter(({ outcome }) => outcome === 'agrees').length;
  return allChecks
    .filter((check) => file.checked.has(check))
    .map((check) =>
      check === 'attachments'
        ? `${output.say(checkWords.attachments)} (${agreed}/${file.attachments.length})`
        : output.say(checkWords[check]),
    )
    .join('; ');
}

function notCheckedWords(file: Examined, output: Output): string {
  return notChecked(file)
    .map((check) =>
      check === 'directory'
        ? output.say({
            en: 'whether the certificate was withdrawn (give directory pages)',
            vi: 'chứng thư có bị thu hồi không (cần đưa trang danh bạ)',
          })
        : output.say(checkWords[check]),
    )
    .join('; ');
}

const kindWords: Readonly<Record<Kind, Words>> = {
  packet: { en: 'packet', vi: 'gói tin' },
  receipt: { en: 'receipt', vi: 'biên nhận' },
  ping: { en: 'ping', vi: 'ping' },
  directory: { en: 'directory page', vi: 'trang danh bạ' },
};

const words = {
  packet: { en: 'Packet', vi: 'Gói tin' },
  from: { en: 'From', vi: 'Bên gửi' },
  to: { en: 'To', vi: 'Bên nhận' },
} as const satisfies Record<string, Words>;

function organ({ organId, organName }: { readonly organId: string; readonly organName?: string }): string {
  return clean(`${organId} ${organName ?? ''}`);
}

const shownRecipients = 5;

function recipients(names: readonly string[], output: Output): string {
  const rest = names.length - shownRecipients;
  const shown = names.slice(0, shownRecipients);
  return (
    rest > 0 ? [...shown, output.say({ en: `and ${rest} more`, vi: `và ${rest} cơ quan khác` })] : shown
  ).join('\n');
}
