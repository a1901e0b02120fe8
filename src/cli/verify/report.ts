/** The outcome of a verification for people. */
import { type Receipt, statusCodes } from '../../edoc/index.js';
import {
  type AttachmentOutcome,
  type Check,
  checksLeft,
  checksMade,
  type Examined,
  isValid,
  type Kind,
} from '../../evidence/index.js';
import { block } from '../block.js';
import type { Words } from '../language.js';
import type { Output, Style } from '../output.js';
import { clean, dayText, sizeText, timeText } from '../text.js';
import type { Outcome } from './outcome.js';

export function printOutcome(outcome: Outcome, output: Output): void {
  const { files, at, trust } = outcome;
  for (const file of files) printFile(file, output);
  const bad = files.filter((file) => !isValid(file)).length;
  const anchors = trust.anchors.map(({ commonName }) => clean(commonName)).join(', ');
  const summary = output.say(summaryWords(files.length, bad));
  const when = output.say({
    en: `, judged for ${timeText(at, 'en', 'second')} against ${anchors}.`,
    vi: `, xét tại thời điểm ${timeText(at, 'vi', 'second')} theo gốc tin cậy ${anchors}.`,
  });
  output.print(output.style(bad === 0 ? 'green' : 'red', summary) + when);
}

function summaryWords(all: number, bad: number): Words {
  if (all === 1)
    return bad === 0 ? { en: 'Valid', vi: 'Tệp hợp lệ' } : { en: 'NOT valid', vi: 'Tệp KHÔNG hợp lệ' };
  if (bad === 0) return { en: `All ${all} valid`, vi: `Tất cả ${all} tệp hợp lệ` };
  return { en: `${bad} of ${all} NOT valid`, vi: `${bad} trên ${all} tệp KHÔNG hợp lệ` };
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
    ...attachmentPairs(file, output),
    ...sealPairs(file, output),
    [output.say({ en: 'Checked', vi: 'Đã kiểm tra' }), checkedWords(file, output)],
    [
      output.say({ en: 'Not checked', vi: 'Chưa kiểm tra' }),
      file.kind === undefined ? undefined : notCheckedWords(file, output),
    ],
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
      [output.say({ en: 'Status', vi: 'Trạng thái' }), statusText(message, output)],
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

/** `02 Refused: the reason`; an office may also write the name of the status where the reason stands. */
function statusText(
  { statusCode, description = '' }: { readonly statusCode: string; readonly description?: string },
  output: Output,
): string {
  const known = statusCodes.find(({ code }) => code === statusCode);
  if (!known) return clean(`${statusCode} ${description}`);
  const name = `${statusCode} ${output.say(known)}`;
  const more = clean(description);
  return more === '' || more === known.vi ? name : `${name}: ${more}`;
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

const outcomes: Readonly<Record<AttachmentOutcome['outcome'], Words & { readonly style: Style }>> = {
  agrees: { en: '✔ agrees', vi: '✔ đúng', style: 'green' },
  differs: { en: '✘ differs', vi: '✘ sai khác', style: 'red' },
  'not-given': { en: '– not given', vi: '– chưa đưa vào', style: 'dim' },
};

function attachmentPairs({ attachments }: Examined, output: Output): Pair[] {
  const lines = attachments.map(({ name, size, outcome }) => {
    const words = outcomes[outcome];
    return `${output.style(words.style, output.say(words))}  ${clean(name)} (${sizeText(size, output.language)})`;
  });
  return [[output.say({ en: 'Attachments', vi: 'Tệp đính kèm' }), lines.join('\n')]];
}

function sealPairs({ claimed }: Examined, output: Output): Pair[] {
  if (!claimed) return [];
  const { signer, signingTime } = claimed;
  const { language } = output;
  const validity = `${timeText(signer.notBefore, language)} – ${timeText(signer.notAfter, language)}`;
  return [
    [
      output.say({ en: 'Sealed by', vi: 'Ký bởi' }),
      `${sealer(signer)}, ${timeText(signingTime, language, 'second')}`,
    ],
    [
      output.say({ en: 'Certificate', vi: 'Chứng thư' }),
      `${clean(signer.serialNumber)}, ${output.say({ en: 'issued by', vi: 'cấp bởi' })} ${clean(signer.issuer)}\n${validity}`,
    ],
  ];
}

/** Certificates often carry the code in their name already. */
function sealer({ organization, name }: { readonly organization: string; readonly name: string }): string {
  return clean(name.endsWith(`(${organization})`) ? name : `${name} (${organization})`);
}

const checkWords: Readonly<Record<Check, Words>> = {
  form: { en: 'form, octet by octet', vi: 'dạng tệp, từng byte' },
  signature: { en: 'signature', vi: 'chữ ký' },
  certificate: { en: 'certificate path', vi: 'chuỗi chứng thư' },
  content: { en: 'content', vi: 'nội dung' },
  attachments: { en: 'attachments', vi: 'tệp đính kèm' },
  packet: { en: 'answers the packet given (digest)', vi: 'trả lời đúng gói tin đã đưa (mã băm)' },
  directory: { en: 'listed in the directory', vi: 'có trong danh bạ' },
  'second-opinion': { en: 'second verifier (xml-crypto)', vi: 'bộ kiểm tra thứ hai (xml-crypto)' },
};

/** What was left out for want of another file. */
const missingWords: Readonly<Partial<Record<Check, Words>>> = {
  attachments: { en: 'all attachments (give them)', vi: 'đủ các tệp đính kèm (cần đưa vào)' },
  packet: {
    en: 'whether it answers the packet (give it)',
    vi: 'có trả lời đúng gói tin không (cần đưa gói tin)',
  },
  directory: {
    en: 'whether the certificate was withdrawn (give directory pages)',
    vi: 'chứng thư có bị thu hồi không (cần đưa trang danh bạ)',
  },
};

function checkedWords(file: Examined, output: Output): string {
  const agreed = file.attachments.filter(({ outcome }) => outcome === 'agrees').length;
  return checksMade(file)
    .map((check) =>
      check === 'attachments'
        ? `${output.say(checkWords.attachments)} (${agreed}/${file.attachments.length})`
        : output.say(checkWords[check]),
    )
    .join('; ');
}

function notCheckedWords(file: Examined, output: Output): string {
  return checksLeft(file)
    .map((check) => output.say(missingWords[check] ?? checkWords[check]))
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
