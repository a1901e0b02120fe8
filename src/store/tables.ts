/**
 * The columns that each insert fills, and the order in which tables are written: what is referred to goes first.
 * `once` marks tables where a row that is there already is left as it is.
 */
import type { SqlValue } from './database.js';

const tables = {
  packet: {
    columns: [
      'id',
      'direction',
      'kind',
      'sha256',
      'size',
      'sender',
      'sender_node',
      'seal_certificate',
      'lane',
      'at',
    ],
  },
  packet_octets: { columns: ['packet_id', 'direction', 'bytes'] },
  attachment: {
    columns: ['packet_id', 'direction', 'ordinal', 'name', 'content_type', 'sha256', 'size', 'transfer'],
  },
  delivery: {
    columns: [
      'packet_id',
      'recipient',
      'node',
      'state',
      'business',
      'recall',
      'amendment',
      'published',
      'attempt',
      'deadline_at',
      'changed_at',
    ],
  },
  entry: {
    columns: [
      'box',
      'agency',
      'packet_id',
      'counterpart',
      'counterpart_name',
      'document_id',
      'code',
      'code_key',
      'subject',
      'type_name',
      'business_type',
      'priority',
      'promulgated',
      'due',
      'at',
      'attachments',
      'attachment_bytes',
      'business',
      'recall',
      'amendment',
      'queued',
      'state',
    ],
  },
  status: {
    columns: [
      'packet_id',
      'direction',
      'concerns',
      'code',
      'sender',
      'addressee',
      'description',
      'staff',
      'stated_at',
      'standing',
      'at',
    ],
  },
  history: { columns: ['packet_id', 'side', 'agency', 'machine', 'from_state', 'to_state', 'cause', 'at'] },
  receipt: {
    columns: [
      'direction',
      'packet_id',
      'packet_sha256',
      'agency',
      'outcome',
      'code',
      'reason',
      'bytes',
      'at',
    ],
    once: true,
  },
  outbox: {
    columns: ['type', 'packet_id', 'urgent', 'agency', 'packet_sha256', 'node', 'about', 'at'],
    once: true,
  },
  directory_agency: {
    columns: [
      'version',
      'code',
      'legacy_code',
      'name',
      'node',
      'parent',
      'state',
      'successor',
      'valid_from',
      'valid_to',
      'folded',
    ],
    once: true,
  },
  directory_certificate: {
    columns: ['version', 'code', 'sha256', 'not_before', 'not_after', 'revoked_at'],
    once: true,
  },
  event: { columns: ['sequence', 'at', 'kind', 'packet_id', 'agency', 'detail', 'previous', 'hash'] },
} as const satisfies Record<string, { readonly columns: readonly string[]; readonly once?: true }>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = Readonly<Record<(typeof tables)[T]['columns'][number], SqlValue>>;

/** A row of some table, by column. */
export type StoredRow = Readonly<Record<string, SqlValue>>;

export const tableNames = Object.keys(tables) as readonly TableName[];

/** The most rows that one statement writes: a trip to the database for fewer would cost more than all of their columns. */
export const mostRowsAtOnce = 32;

const statements = new Map<string, string>();

/** The statement that writes `rows` rows at once: one trip to the database for all of them. */
export function insertStatement(table: TableName, rows: number): string {
  const name = `${table} ${rows}`;
  const known = statements.get(name);
  if (known) return known;
  const definition: { readonly columns: readonly string[]; readonly once?: true } = tables[table];
  const row = `(${definition.columns.map(() => '?').join(', ')})`;
  const sql =
    `INSERT INTO ${table} (${definition.columns.join(', ')}) VALUES ${new Array(rows).fill(row).join(', ')}` +
    (definition.once ? ' ON CONFLICT DO NOTHING' : '');
  statements.set(name, sql);
  return sql;
}

/** A row's values in the statement's order. */
export function insertValues(table: TableName, row: StoredRow): SqlValue[] {
  return tables[table].columns.map((column) => row[column] ?? null);
}
