/**
 * What many ask, or change alike, at the same time is one statement for all of them: a trip to the database costs ten times
 * what a row in it costs (docs/adr/0005). What each one gives is a member of one JSON array, `?1` of the statement.
 *
 * Nothing waits for a timer: what comes in one turn of the event loop goes together, and while a statement is under way the
 * next ones gather. A statement that fails fails for all whose it was.
 */
import { setImmediate } from 'node:timers/promises';
import { EdocError } from '../errors.js';

/** What a statement is given for one who asks: a value, or several by their place. */
export type Given = string | number | null | readonly Given[];

/** Where statements are run: a connection. */
interface Statements {
  all<Row extends object>(sql: string, values: readonly string[]): Promise<Row[]>;
  run(sql: string, values: readonly string[]): Promise<number>;
}

/** More would keep the connection from others for long. */
const mostTogether = 1_000;

export class Together {
  readonly #statements: Statements;
  readonly #questions = new Map<string, Gathering<Given, unknown[]>>();
  readonly #changes = new Map<string, Gathering<readonly Given[], undefined>>();
  /** Those of which each member changes one row. */
  readonly #ofOne = new Map<string, Gathering<readonly Given[], undefined>>();

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The rows for one of many keys. Each row of the statement tells in its column `asked` for which, by its place in `?1`. */
  rowsFor<Row extends object>(sql: string, key: Given): Promise<Row[]> {
    const question = get(this.#questions, sql, () => new Gathering((keys) => this.#answer(sql, keys)));
    // The shape of a row is the statement's; the caller names it, as with every statement.
    return question.add(key) as Promise<Row[]>;
  }

  /**
   * Changes rows, each as its member of `?1` says; those that go together do not touch the same row.
   * @param one true where each member changes one row
   * @throws EdocError `store.busy` where there is a member, of these or of what went together with them, that did not
   */
  async change(sql: string, rows: readonly Given[], one = false): Promise<void> {
    const known = one ? this.#ofOne : this.#changes;
    const change = get(known, sql, () => new Gathering((changes) => this.#apply(sql, changes, one)));
    await change.add(rows);
  }

  async #answer(sql: string, keys: readonly Given[]): Promise<unknown[][]> {
    const answers: unknown[][] = keys.map(() => []);
    const rows = await this.#statements.all<{ readonly asked: number }>(sql, [JSON.stringify(keys)]);
    for (const row of rows) answers[row.asked]?.push(row);
    return answers;
  }

  async #apply(sql: string, changes: readonly (readonly Given[])[], one: boolean) {
    const rows = changes.flat();
    const changed = await this.#statements.run(sql, [JSON.stringify(rows)]);
    if (one && changed !== rows.length) throw new EdocError('store.busy');
    return changes.map(() => undefined);
  }
}

/** The members of `?1`, each with its own members as columns, for the FROM of a change: the table `c`. */
export function givenAs(...names: readonly string[]): string {
  return `(SELECT ${names.map((name, place) => `value ->> ${place} AS ${name}`).join(', ')} FROM json_each(?1)) c`;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for the same statement. */
class Gathering<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #waiting: Waiting<Item, Result>[] = [];
  #loop: Promise<void> | undefined;

  /** @param run resolves with a result for each item, in their order */
  constructor(run: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.#run = run;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#loop ??= this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await setImmediate();
      const together = this.#waiting.splice(0, mostTogether);
      try {
        const results = await this.#run(together.map(({ item }) => item));
        // There is a result for each.
        for (const [place, { resolve }] of together.entries()) resolve(results[place] as Result);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.#loop = undefined;
  }
}

function get<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
