/**
 * PKCS#11 URIs (RFC 7512): which module, which token, which key, and where its PIN comes from. A PIN itself is never part
 * of one here: `pin-value` is refused, since URIs stand in configuration files, arguments and logs.
 */
import { EdocError } from '../errors.js';

export interface TokenUri {
  /** Absolute path of the PKCS#11 module (`module-path`). */
  readonly modulePath: string;
  /** Label of the token. */
  readonly token?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly slotId?: number;
  /** Label of the key (CKA_LABEL). */
  readonly object?: string;
  /** CKA_ID of the key. */
  readonly id?: Buffer;
  /** Where the PIN comes from; what it means is the business of whoever reads it. */
  readonly pinSource?: string;
}

const scheme = 'pkcs11:';
const mostCharacters = 2_048;
/** RFC 7512, section 2.3: what an attribute of the path may leave as it is, beyond letters and digits. */
const plainInPath = /[A-Za-z0-9\-._~:[\]@!$'()*+,=&]/;
const plainInQuery = /[A-Za-z0-9\-._~:[\]@!$'()*+,=/?|]/;

export function isTokenUri(text: string): boolean {
  return text.startsWith(scheme);
}

/** @throws EdocError `token.uri` with the reason; the text itself is not repeated, it might hold a PIN. */
export function parseTokenUri(text: string): TokenUri {
  if (!isTokenUri(text) || text.length > mostCharacters) throw wrong('it must begin with pkcs11:');
  const [path = '', query = ''] = split(text.slice(scheme.length), '?');
  const inPath = attributesOf(path, ';');
  const inQuery = attributesOf(query, '&');
  const uri: { -readonly [Name in keyof TokenUri]?: TokenUri[Name] } = {};
  for (const [name, value] of inPath) takePathAttribute(uri, name, value);
  for (const [name, value] of inQuery) {
    if (name === 'module-path') uri.modulePath = textOf(value);
    else if (name === 'pin-source') uri.pinSource = textOf(value);
    else if (name === 'pin-value') throw wrong('a PIN must not stand in it (pin-value); name its pin-source');
    else throw wrong(`${name} is not known`);
  }
  const { modulePath } = uri;
  if (modulePath === undefined || !modulePath.startsWith('/')) {
    throw wrong('module-path must name the PKCS#11 module by its absolute path');
  }
  return { ...uri, modulePath };
}

export function writeTokenUri(uri: TokenUri): string {
  const path = [
    ['token', uri.token],
    ['manufacturer', uri.manufacturer],
    ['serial', uri.serial],
    ['model', uri.model],
    ['slot-id', uri.slotId?.toString()],
    ['object', uri.object],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encoded(value, plainInPath)}`]));
  if (uri.id) path.push(`id=${[...uri.id].map(percent).join('')}`);
  const query = [`module-path=${encoded(uri.modulePath, plainInQuery)}`];
  if (uri.pinSource !== undefined) query.push(`pin-source=${encoded(uri.pinSource, plainInQuery)}`);
  return `${scheme}${path.join(';')}?${query.join('&')}`;
}

function takePathAttribute(
  uri: { -readonly [Name in keyof TokenUri]?: TokenUri[Name] },
  name: string,
  value: Buffer,
): void {
  switch (name) {
    case 'token':
    case 'serial':
    case 'manufacturer':
    case 'model':
    case 'object':
      uri[name] = textOf(value);
      return;
    case 'id':
      uri.id = value;
      return;
    case 'slot-id':
      if (!/^\d{1,9}$/.test(textOf(value))) throw wrong('slot-id must be a number');
      uri.slotId = Number(textOf(value));
      return;
    case 'type':
      if (textOf(value) !== 'private') throw wrong('type must be private');
      return;
    default:
      // RFC 7512, section 2.4: what is not understood cannot be matched.
      throw wrong(`${name} is not known`);
  }
}

function attributesOf(text: string, separator: string): Map<string, Buffer> {
  const attributes = new Map<string, Buffer>();
  if (text === '') return attributes;
  for (const part of text.split(separator)) {
    const [name = '', value] = split(part, '=');
    if (!/^[a-z0-9-]+$/.test(name) || value === undefined) throw wrong('attributes are written name=value');
    if (attributes.has(name)) throw wrong(`${name} stands in it twice`);
    attributes.set(name, decoded(value));
  }
  return attributes;
}

function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(value: string): Buffer {
  if (/%(?![0-9A-Fa-f]{2})/.test(value)) throw wrong('% must be followed by two hexadecimal digits');
  const pieces = value.split(/(%[0-9A-Fa-f]{2})/);
  return Buffer.concat(
    pieces.map((piece) =>
      /^%[0-9A-Fa-f]{2}$/.test(piece) ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece),
    ),
  );
}

function textOf(value: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    throw wrong('a text in it is not UTF-8');
  }
}

function encoded(text: string, plain: RegExp): string {
  return [...Buffer.from(text)]
    .map((octet) =>
      octet < 0x80 && plain.test(String.fromCharCode(octet)) ? String.fromCharCode(octet) : percent(octet),
    )
    .join('');
}

function percent(octet: number): string {
  return `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

function wrong(reason: string): EdocError {
  return new EdocError('token.uri', { detail: { reason } });
}
