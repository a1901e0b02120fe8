/** The points of a flow: before and after each durable write, each message that is published, and before each acknowledgement. */
import { contentMethods, storeMethods } from './durable-writes.js';
import { readsOnly } from './reads-only.js';

export type Point = `${'before' | 'after'} ${string}`;

/** Where a node passes a point. It may not come back from there. */
export type Pass = (point: Point) => void;

/** What a call writes: the method, and what tells it from others of its kind. Undefined where it only reads. */
export function nameOf(method: string, values: readonly unknown[]): string | undefined {
  if (kindOf(method) !== 'writes') return undefined;
  const detail = detailOf(method, values);
  return detail === undefined ? method : `${method}: ${detail}`;
}

/** The name of a write without what tells it from others of its kind, for each point. */
export function writesOf(points: Iterable<string>): Set<string> {
  return new Set([...points].map((point) => point.replace(/^(before|after) /, '').replace(/: .*$/, '')));
}

function kindOf(method: string): unknown {
  return Reflect.get({ ...storeMethods, ...contentMethods }, method);
}

function detailOf(method: string, [first, , third]: readonly unknown[]): string | undefined {
  if (method === 'submit' || method === 'accept') {
    const code = at(first, 'packet', 'message', 'statusCode');
    return code === undefined ? 'document' : `status ${code}`;
  }
  if (method === 'outboxDone') return at(first, 'type');
  if (method === 'partsSent')
    return at(first, 'remaining', '0', 'from') === '0' ? 'before the first part' : 'behind some parts';
  if (method === 'putPart') return at(third, 'index');
  return undefined;
}

function at(value: unknown, ...path: string[]): string | undefined {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, name);
  }
  return found === undefined ? undefined : String(found);
}

const ports: ReadonlySet<string | symbol> = new Set([
  'recovery',
  'returning',
  'evidence',
  'attention',
  'archive',
]);

/** The object with `pass` called before and after each of its writes. Objects in it that are ports themselves are kept the same way. */
export function watched<Port extends object>(port: Port, pass: Pass, prefix = ''): Port {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      const method = `${prefix}${String(property)}`;
      if (prefix === '' && ports.has(property)) {
        return typeof value === 'object' && value !== null ? watched(value, pass, `${method}.`) : value;
      }
      if (typeof value !== 'function') return value;
      if (kindOf(method) === 'around') return value.bind(target);
      if (nameOf(method, []) === undefined) {
        return (...values: unknown[]) => readsOnly(method, () => value.apply(target, values));
      }
      return async (...values: unknown[]) => {
        const name = nameOf(method, values);
        pass(`before ${name}`);
        const result: unknown = await value.apply(target, values);
        pass(`after ${name}`);
        return result;
      };
    },
  });
}
