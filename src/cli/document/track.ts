/** One call of `edoc track`. */
import type { DeliveryRecord, HistoryRecord, ReceiptRecord, StatusRecord } from '../../store/index.js';
import { archivedText, archivedWord } from '../clerk/archived-words.js';
import { deliveriesJson, deliverySummary } from '../clerk/deliveries.js';
import { partLines } from '../clerk/parts-sent.js';
import {
  amendmentWords,
  businessWords,
  deliveryStyle,
  deliveryWords,
  inboxWords,
  recallWords,
} from '../clerk/state-words.js';
import { givenUpWords, unansweredWords, undeliverableWords } from '../clerk/unanswered-words.js';
import type { Cli } from '../command.js';
import { withRegister } from '../register.js';
import type { Words } from '../terminal/language.js';
import { clean, timeText } from '../terminal/text.js';
import { agencyNames } from './names.js';

export interface TrackOptions {
  readonly problems?: true;
  readonly after?: string;
  readonly limit: number;
}

const troubles: ReadonlySet<string> = new Set(['refused', 'undeliverable', 'expired']);

export function trackDocument(cli: Cli, id: string, options: TrackOptions): Promise<void> {
  return withRegister(cli, async (register) => {
    const { packetId, entries, archived } = await register.document(id);
    const deliveries = await register.deliveries(packetId);
    const history = await register.history(packetId);
    const statuses = await register.statuses(packetId);
    const receipts = await register.receipts(packetId);
    const parts = await register.partProgress(packetId);
    const names = await agencyNames(register, [
      ...deliveries.map(({ recipient }) => recipient),
      ...history.map(({ agency }) => agency),
    ]);
    const { output } = cli;
    output.document({
      packetId,
      ...(archived ? { archived } : {}),
      deliveries: deliveriesJson(deliveries, names),
      ...(parts.length === 0 ? {} : { parts: parts.map(({ packetId: _, ...progress }) => progress) }),
      history,
      statuses,
      receipts: receipts.map(({ bytes: _, evidence: { properties: __, ...evidence }, ...receipt }) => ({
        ...receipt,
        evidence,
      })),
    });
    const [entry] = entries;
    output.print(
      `${output.style('bold', clean(entry?.code ?? ''))}  ${clean(entry?.subject ?? '')}`,
      output.style('dim', packetId),
      ...(archived ? [`${cli.say(archivedWord)}  ${archivedText(cli, archived)}`] : []),
      ...partLines(cli, parts),
      ...deliverySummary(cli, deliveries),
    );
    const page = pageOf(deliveries, options);
    const nameOf = (code: string) => clean(`${code} ${names.get(code) ?? ''}`);
    const about = byAgency({ history, statuses, receipts });
    const sentAt = entries.find(({ box }) => box === 'out')?.at;
    for (const delivery of page.shown) {
      const lines = timeLine(cli, 'out', delivery.recipient, about(delivery.recipient));
      output.print(
        '',
        `${output.style('bold', nameOf(delivery.recipient))}  ${standing(cli, delivery)}`,
        ...lines,
        ...withoutAnswer(cli, delivery, sentAt),
      );
    }
    if (page.left > 0) {
      const last = page.shown.at(-1)?.recipient ?? '';
      const more = {
        en: `${page.left} more: the same with --after ${last}`,
        vi: `Còn ${page.left} bên nhận: thêm --after ${last}`,
      };
      output.print('', output.style('dim', cli.say(more)));
    }
    for (const { agency, state } of entries.filter(({ box }) => box === 'in')) {
      const title = output.style('bold', nameOf(agency));
      output.print(
        '',
        `${title}  ${cli.say(inboxWords(state))}`,
        ...timeLine(cli, 'in', agency, about(agency)),
      );
    }
  });
}

/** Deliveries come by code. */
function pageOf(
  deliveries: readonly DeliveryRecord[],
  { after, problems, limit }: TrackOptions,
): { readonly shown: readonly DeliveryRecord[]; readonly left: number } {
  const chosen = deliveries.filter(
    ({ recipient, state }) =>
      (after === undefined || recipient > after) && (problems === undefined || troubles.has(state)),
  );
  return { shown: chosen.slice(0, limit), left: Math.max(0, chosen.length - limit) };
}

/** What concerns one agency, found without going through what concerns thousands of others each time. */
function byAgency({ history, statuses, receipts }: Trace): (agency: string) => Trace {
  const [steps, answers] = [grouped(history), grouped(receipts)];
  return (agency) => ({
    history: steps.get(agency) ?? [],
    receipts: answers.get(agency) ?? [],
    statuses,
  });
}

function grouped<Row extends { readonly agency: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.agency);
    if (group) group.push(row);
    else groups.set(row.agency, [row]);
  }
  return groups;
}

interface Trace {
  readonly history: readonly HistoryRecord[];
  readonly statuses: readonly StatusRecord[];
  readonly receipts: readonly ReceiptRecord[];
}

interface Moment {
  readonly at: Date;
  readonly text: string;
}

function timeLine(cli: Cli, side: 'in' | 'out', agency: string, trace: Trace): string[] {
  const moments: Moment[] = [
    ...trace.history
      .filter((step) => step.side === side && step.agency === agency && !isImplied(step))
      .map((step) => ({ at: step.at, text: stepText(cli, step, trace) })),
    ...trace.statuses.filter((status) => isLate(status, agency)).map((status) => lateMoment(cli, status)),
    ...trace.statuses
      .filter((status) => (side === 'in' ? status.sender : status.addressee) === agency)
      .flatMap((status) => lostMoment(cli, status)),
  ];
  const inTime = moments.sort((one, other) => one.at.getTime() - other.at.getTime());
  return inTime.map(({ at, text }) => `  ${timeText(at, cli.output.language, 'second')}  ${text}`);
}

/** The receipt that makes a delivery `delivered` makes the business state 01 in the same moment: one line says both. */
function isImplied({ machine, to, cause }: HistoryRecord): boolean {
  return machine === 'business' && to === '01' && cause === 'receipt';
}

function stepText(cli: Cli, step: HistoryRecord, trace: Trace): string {
  const { output } = cli;
  const words = stepWords(step);
  const text =
    step.machine === 'transport' ? output.style(deliveryStyle(step.to), cli.say(words)) : cli.say(words);
  const more = causeText(cli, step, trace);
  return more === '' ? text : `${text}: ${more}`;
}

function stepWords({ machine, to, side }: HistoryRecord): Words {
  if (machine === 'transport') return deliveryWords(to);
  if (machine === 'recall') return recallWords(to);
  if (machine === 'amendment') return amendmentWords(to);
  return side === 'in' ? inboxWords(to) : businessWords(to);
}

/** The reason of a refusal or a status, and who said it. */
function causeText(cli: Cli, { cause, agency, to }: HistoryRecord, { statuses, receipts }: Trace): string {
  if (cause === 'resend') return cli.say({ en: 'sent again by the clerk', vi: 'văn thư gửi lại' });
  const failure = /^failed (\S+)$/.exec(cause)?.[1];
  if (failure !== undefined) return `[${clean(failure)}]`;
  if (cause === 'receipt' && to === 'refused') {
    const refusal = receipts.find((receipt) => receipt.agency === agency && receipt.outcome === 'refused');
    return refusal ? `${clean(refusal.reason ?? '')} [${clean(refusal.code ?? '')}]` : '';
  }
  const packetId = /^status (\S+)$/.exec(cause)?.[1];
  const status = statuses.find((candidate) => candidate.packetId === packetId);
  return status ? statusText(status) : '';
}

function statusText({ code, description, staff }: StatusRecord): string {
  const usual = Object.values(businessWords(code)).includes(description);
  const said = usual ? '' : clean(description);
  return [said, clean(staff ?? '')].filter((part) => part !== '').join(', ');
}

function isLate({ standing, sender, addressee }: StatusRecord, agency: string): boolean {
  return standing !== 'applied' && standing !== 'sent' && (sender === agency || addressee === agency);
}

const lateWords: Readonly<Partial<Record<StatusRecord['standing'], Words>>> = {
  late: { en: 'late, changes nothing', vi: 'đến muộn, không thay đổi gì' },
  waiting: { en: 'waits for its document', vi: 'đang chờ văn bản' },
  unrelated: { en: 'about nothing known here', vi: 'không rõ về văn bản nào' },
};

function lateMoment(cli: Cli, status: StatusRecord): Moment {
  const words = lateWords[status.standing];
  const text = [`${status.code} ${cli.say(businessWords(status.code))}`, statusText(status)]
    .filter(Boolean)
    .join(': ');
  return { at: status.at, text: cli.output.style('dim', words ? `${text} (${cli.say(words)})` : text) };
}

/** A status of ours that did not reach the other side: its clerk sees an older state than ours. */
function lostMoment(cli: Cli, { code, addressee, delivery }: StatusRecord): Moment[] {
  if (!delivery || !lost.has(delivery.state)) return [];
  const name = `${code} ${cli.say(businessWords(code))}`;
  const state = cli.say(deliveryWords(delivery.state));
  const why = delivery.code === undefined ? '' : ` [${clean(delivery.code)}]`;
  const text = cli.say({
    en: `status ${name} did not reach ${addressee}: ${state}${why}. Tell them by another way.`,
    vi: `trạng thái ${name} không đến được ${addressee}: ${state}${why}. Hãy báo bằng cách khác.`,
  });
  return [{ at: delivery.at, text: cli.output.style('red', text) }];
}

const lost: ReadonlySet<string> = new Set(['refused', 'undeliverable', 'expired']);

/** What the clerk should know of a delivery that no receipt has decided. */
function withoutAnswer(cli: Cli, delivery: DeliveryRecord, sentAt: Date | undefined): string[] {
  const { recipient, state, deadlineAt } = delivery;
  if (state === 'expired') return [`  ! ${cli.say(givenUpWords(recipient, deadlineAt))}`];
  if (state === 'undeliverable') return [`  ! ${cli.say(undeliverableWords(recipient))}`];
  if ((state !== 'queued' && state !== 'sent') || !sentAt) return [];
  const words = cli.say(unansweredWords(sentAt, deadlineAt, recipient));
  const isNear = (deadlineAt.getTime() - Date.now()) * 4 <= deadlineAt.getTime() - sentAt.getTime();
  return [isNear ? cli.output.style('yellow', `  ! ${words}`) : cli.output.style('dim', `  ${words}`)];
}

function standing(cli: Cli, { state, business, recall }: DeliveryRecord): string {
  const parts = [
    cli.output.style(deliveryStyle(state), cli.say(deliveryWords(state))),
    ...(business === 'none' || business === '01' ? [] : [cli.say(businessWords(business))]),
    ...(recall === 'none' ? [] : [cli.say(recallWords(recall))]),
  ];
  return parts.join(', ');
}
