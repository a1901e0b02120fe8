/** Where a document stands with each of its recipients. */
import type { DeliveryRecord } from '../../store/index.js';
import type { Cli } from '../command.js';
import { table } from '../terminal/table.js';
import { clean, columnTimeText, numberText, zoned } from '../terminal/text.js';
import { amendmentWords, businessWords, deliveryStyle, deliveryWords, recallWords } from './state-words.js';

export function deliveriesJson(
  deliveries: readonly DeliveryRecord[],
  names: ReadonlyMap<string, string>,
): readonly object[] {
  return deliveries.map(({ packetId: _, ...delivery }) => ({
    ...delivery,
    name: names.get(delivery.recipient) ?? null,
  }));
}

/** Rows of a table; a circular has thousands of recipients. */
const mostRows = 100;

/** Where nothing more has to happen comes last. */
const order: readonly string[] = [
  'refused',
  'undeliverable',
  'expired',
  'queued',
  'sent',
  'withdrawn',
  'delivered',
];

/** How many recipients are where, in a line; nothing for one recipient. */
export function deliverySummary(cli: Cli, deliveries: readonly DeliveryRecord[]): string[] {
  if (deliveries.length < 2) return [];
  const { output } = cli;
  const counts = order.flatMap((state) => {
    const count = deliveries.filter((delivery) => delivery.state === state).length;
    const words = cli.say(deliveryWords(state));
    return count === 0
      ? []
      : [output.style(deliveryStyle(state), `${words} ${numberText(count, output.language)}`)];
  });
  const all = numberText(deliveries.length, output.language);
  return [`${cli.say({ en: `${all} recipients`, vi: `${all} bên nhận` })}: ${counts.join(', ')}`];
}

/** Of many recipients, those that something is wrong with, or that are waited for, before the others. */
export function deliveryTable(
  cli: Cli,
  deliveries: readonly DeliveryRecord[],
  nameOf: (code: string) => string,
): string[] {
  if (deliveries.length <= mostRows) return allDeliveries(cli, deliveries, nameOf);
  const first = [...deliveries].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  const left = numberText(deliveries.length - mostRows, cli.output.language);
  const more = {
    en: `… and ${left} more: edoc track ${deliveries[0]?.packetId ?? ''} --limit 4000`,
    vi: `… và ${left} bên nhận khác: edoc track ${deliveries[0]?.packetId ?? ''} --limit 4000`,
  };
  return [
    ...deliverySummary(cli, deliveries),
    ...allDeliveries(cli, first.slice(0, mostRows), nameOf),
    cli.output.style('dim', cli.say(more)),
  ];
}

function allDeliveries(
  cli: Cli,
  deliveries: readonly DeliveryRecord[],
  nameOf: (code: string) => string,
): string[] {
  const { output } = cli;
  return table(
    output,
    [
      { title: cli.say({ en: 'Code', vi: 'Mã' }), cell: ({ recipient }) => recipient },
      {
        title: cli.say({ en: 'Recipient', vi: 'Bên nhận' }),
        cell: ({ recipient }) => nameOf(recipient),
        flexible: true,
      },
      {
        title: cli.say({ en: 'Delivery', vi: 'Chuyển' }),
        cell: ({ state }) => output.style(deliveryStyle(state), cli.say(deliveryWords(state))),
      },
      { title: cli.say({ en: 'Processing', vi: 'Xử lý' }), cell: (delivery) => processing(cli, delivery) },
      {
        title: zoned(cli.say({ en: 'Last change', vi: 'Thay đổi' })),
        cell: ({ changedAt }) => columnTimeText(changedAt, output.language),
      },
    ],
    deliveries,
  ).concat(reasons(deliveries));
}

function processing(cli: Cli, { business, recall, amendment }: DeliveryRecord): string {
  const words = [
    ...(business === 'none' ? [] : [cli.say(businessWords(business))]),
    ...(recall === 'none' ? [] : [cli.say(recallWords(recall))]),
    ...(amendment === 'none' ? [] : [cli.say(amendmentWords(amendment))]),
  ];
  return words.join('; ') || '–';
}

/** Why, for each that was refused: too long for a table. */
function reasons(deliveries: readonly DeliveryRecord[]): string[] {
  return deliveries
    .filter(({ code, reason }) => code !== undefined || reason !== undefined)
    .map(
      ({ recipient, code, reason }) =>
        `  ${recipient}: ${clean(reason ?? '')}${code === undefined ? '' : ` [${clean(code)}]`}`,
    );
}
