/** Where a document stands with each of its recipients. */
import type { DeliveryRecord } from '../store/index.js';
import type { Cli } from './command.js';
import { amendmentWords, businessWords, deliveryStyle, deliveryWords, recallWords } from './state-words.js';
import { table } from './table.js';
import { clean, columnTimeText, zoned } from './text.js';

export function deliveriesJson(
  deliveries: readonly DeliveryRecord[],
  names: ReadonlyMap<string, string>,
): readonly object[] {
  return deliveries.map(({ packetId: _, ...delivery }) => ({
    ...delivery,
    name: names.get(delivery.recipient) ?? null,
  }));
}

export function deliveryTable(
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
