/** One call of `edoc send`. */
import type { Desk, SendRequest, SendResult } from '../../agent/index.js';
import { type DraftDocument, partCount, transferFor } from '../../edoc/index.js';
import { EdocError, type Finding } from '../../errors.js';
import { deliveriesJson, deliveryTable } from '../clerk/deliveries.js';
import { partLines } from '../clerk/parts-sent.js';
import { readStoredDocument } from '../clerk/stored-message.js';
import type { Cli } from '../command.js';
import { openDesk } from '../desk.js';
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.js';
import { withRegister } from '../register.js';
import { startProgress } from '../terminal/progress-bar.js';
import { clean, sizeText } from '../terminal/text.js';
import { checkJson, printCheck } from './check.js';
import type { SendOptions } from './options.js';
import { atOption, withOptions, withoutEcho } from './places.js';
import { prepareMessage } from './request.js';
import { validatePacket } from './schema.js';
import { uploadFiles } from './upload.js';
import { isAnswered, waitForAnswers, waitForParts } from './wait.js';

export async function runSend(cli: Cli, files: readonly string[], options: SendOptions): Promise<ExitCode> {
  const { output } = cli;
  const desk = await openDesk(cli);
  const replyTo = options.replyTo === undefined ? undefined : await answered(cli, options.replyTo);
  const { message, inside, findings } = await prepareMessage(options, replyTo);
  for (const finding of findings) {
    if (options.dryRun !== true && finding.severity !== 'note') output.note(output.findingText(finding));
  }
  const request = { message, attachments: await uploadFiles(output, desk, files, inside) };
  if (options.dryRun === true) return dryRun(cli, desk, request, findings);
  const result = await sendNaming(cli, desk, request);
  if (options.wait !== undefined) return waitAndTell(cli, result, request.attachments, options.wait);
  output.document(result);
  printSent(cli, result);
  if (request.attachments.length === 0) printNoFiles(cli);
  return exitCodes.ok;
}

/** Programs get the place as it is in edXML, people also the option that fills it. */
async function sendNaming({ output }: Cli, desk: Desk, request: SendRequest): Promise<SendResult> {
  try {
    return await desk.send(request);
  } catch (error) {
    throw error instanceof EdocError && !output.json ? withOptions(error, isSummarised(request)) : error;
  }
}

async function dryRun(
  cli: Cli,
  desk: Desk,
  request: SendRequest,
  noticed: Awaited<ReturnType<typeof prepareMessage>>['findings'],
): Promise<ExitCode> {
  const check = await desk.check(request);
  const schema = check.xml === undefined ? [] : await validatePacket(check.xml);
  const findings = gravestFirst([...noticed, ...check.findings, ...schema]);
  const stopping = findings.find(({ severity }) => severity === 'error');
  const ok = check.ok && stopping === undefined;
  cli.output.document(checkJson(cli, check, findings, ok));
  if (!cli.output.json)
    printCheck(cli, check, withoutEcho(findings, isSummarised(request)).map(atOption), ok);
  // The sending itself would end with the same code.
  if (stopping) return exitCodeOf(new EdocError(stopping.code));
  return ok ? exitCodes.ok : exitCodes.failed;
}

function isSummarised({ message }: SendRequest): boolean {
  return message.content !== undefined;
}

const gravity = { error: 0, warning: 1, note: 2 } as const;

function gravestFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => gravity[one.severity] - gravity[other.severity]);
}

/** The received document that is answered, as edXML refers to it. */
function answered(cli: Cli, id: string): Promise<NonNullable<DraftDocument['responseFor']>[number]> {
  return withRegister(cli, async (register) => {
    const document = await register.document(id);
    const { message } = await readStoredDocument(register, document);
    const { codeNumber, codeNotation } = message.code;
    return {
      organId: message.from.organId,
      code: `${codeNumber}/${codeNotation}`,
      documentId: message.documentId,
      promulgationDate: message.promulgationInfo.promulgationDate,
    };
  });
}

const unconnectedWords = {
  en: '  The broker is not connected at present; the document goes out when it is back.',
  vi: '  Hiện chưa kết nối được máy chủ trung chuyển; văn bản sẽ được gửi khi có kết nối lại.',
};
const blockedWords = {
  en: '  The broker takes nothing at present; the document waits and goes out by itself.',
  vi: '  Máy chủ trung chuyển tạm thời không nhận; văn bản đang chờ và sẽ tự động được gửi.',
};

function printSent(cli: Cli, { packetId, deliveries, bytes, broker }: SendResult): void {
  const { output } = cli;
  const count = deliveries.length;
  const size = sizeText(bytes, output.language);
  output.print(
    output.style(
      'green',
      cli.say({
        en: `✔ Taken for sending to ${count} ${count === 1 ? 'agency' : 'agencies'} (${size}).`,
        vi: `✔ Đã nhận để gửi đến ${count} cơ quan (${size}).`,
      }),
    ),
    `  ${packetId}`,
  );
  if (broker !== 'connected') {
    output.print(output.style('yellow', cli.say(broker === 'blocked' ? blockedWords : unconnectedWords)));
  }
  output.print(
    cli.say({ en: `  Follow it: edoc track ${packetId}`, vi: `  Theo dõi: edoc track ${packetId}` }),
  );
}

/** edXML allows it; a clerk has more likely forgotten the file. */
function printNoFiles({ output }: Cli): void {
  output.print(
    output.style(
      'yellow',
      output.say({ en: '  It carries no file.', vi: '  Văn bản này không kèm tệp nào.' }),
    ),
  );
}

async function waitAndTell(
  cli: Cli,
  result: SendResult,
  attachments: SendRequest['attachments'],
  seconds: number,
): Promise<ExitCode> {
  const { output } = cli;
  const names = new Map(result.deliveries.map(({ recipient, name }) => [recipient, name]));
  if (!output.json) printSent(cli, result);
  const until = performance.now() + seconds * 1_000;
  return withRegister(cli, async (register) => {
    if (transferFor(attachments.map(({ size }) => size)) === 'parts') {
      const sizes = new Map(attachments.map(({ sha256, size }) => [sha256, size]));
      const parts = [...sizes.values()].reduce((sum, size) => sum + partCount(size), 0);
      const sending = await startProgress(output, parts, {
        shown: true,
        label: output.say({ en: 'Parts at the broker ', vi: 'Phần đã đến máy chủ trung chuyển ' }),
      });
      await waitForParts(register, result.packetId, until, sending).finally(() => sending.stop());
    }
    const progress = await startProgress(output, result.deliveries.length, {
      shown: true,
      label: output.say({ en: 'Waiting for receipts ', vi: 'Đang chờ biên nhận ' }),
    });
    const deliveries = await waitForAnswers(register, result.packetId, until, progress).finally(() =>
      progress.stop(),
    );
    output.document({ ...result, deliveries: deliveriesJson(deliveries, names) });
    output.print('', ...deliveryTable(cli, deliveries, (code) => clean(names.get(code) ?? '')));
    for (const line of partLines(cli, await register.partProgress(result.packetId))) output.print(line);
    if (!deliveries.every(isAnswered)) return exitCodes.waitedInVain;
    return deliveries.every(({ state }) => state === 'delivered') ? exitCodes.ok : exitCodes.failed;
  });
}
