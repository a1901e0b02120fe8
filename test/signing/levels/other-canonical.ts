/**
 * What time stamps are over, found by canonicalisers and XML parsers that share nothing with ours, nor with each other: ETSI EN
 * 319 132-1, 5.3 and 5.5.2.2, from the XML of the augmented form.
 */
import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { XmlC14NMode, XmlDocument, XmlElement, type XmlNode } from 'libxml2-wasm';
import { ExclusiveCanonicalization } from 'xml-crypto';

export const namespaces = {
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
  xades141: 'http://uri.etsi.org/01903/v1.4.1#',
};

/** Opens a file anew for each question, so that none is asked of a tree that was changed for another. */
export interface Canonicaliser {
  readonly name: string;
  /** The octets of a `ds:Reference` after its transforms: enveloped-signature, then exclusive C14N. */
  reference(file: Buffer, uri: string): string | Buffer;
  /** The exclusive canonical form of a child of the Signature by its local name. */
  ofSignature(file: Buffer, name: string): string;
  /** Of each unsigned property in the order of the file, with its local name. */
  properties(file: Buffer): { readonly name: string; readonly octets: string }[];
}

/** The imprint of each stamp in the order of the file. */
export function imprintsOf(file: Buffer, canonical: Canonicaliser): Buffer[] {
  const sha256 = (...pieces: readonly (string | Buffer)[]) => {
    const hash = createHash('sha256');
    for (const piece of pieces) hash.update(piece);
    return hash.digest();
  };
  const references = [...file.toString('utf8').matchAll(/<ds:Reference [^>]*URI="([^"]*)"/g)];
  const signed = references.map(([, uri = '']) => canonical.reference(file, uri));
  const rest = ['SignedInfo', 'SignatureValue', 'KeyInfo'].map((name) => canonical.ofSignature(file, name));
  const properties = canonical.properties(file);
  return properties.flatMap(({ name }, index) => {
    const before = properties.slice(0, index).map(({ octets }) => octets);
    if (name === 'SignatureTimeStamp') return [sha256(canonical.ofSignature(file, 'SignatureValue'))];
    return name === 'ArchiveTimeStamp' ? [sha256(...signed, ...rest, ...before)] : [];
  });
}

/** xml-crypto over the parser xmldom. */
export const xmlCrypto: Canonicaliser = {
  name: 'xml-crypto',
  reference(file, uri) {
    const document = open(file);
    const target = uri === '' ? document.documentElement : byId(document, uri.slice(1));
    if (!target) throw new Error(`nothing at ${uri}`);
    const [signature] = elementsOf(target.getElementsByTagNameNS(namespaces.ds, 'Signature'));
    signature?.parentNode?.removeChild(signature);
    return write(target);
  },
  ofSignature: (file, name) => write(only(open(file), namespaces.ds, name)),
  properties(file) {
    const parent = only(open(file), namespaces.xades, 'UnsignedSignatureProperties');
    return elementsOf(parent.childNodes).map((node) => ({
      name: node.nodeName.replace(/^.*:/, ''),
      octets: write(node),
    }));
  },
};

type DomDocument = ReturnType<DOMParser['parseFromString']>;

function open(file: Buffer): DomDocument {
  return new DOMParser().parseFromString(file.toString('utf8'), 'text/xml');
}

/** The lists of xmldom are no iterables. */
export function elementsOf<Item>(list: { length: number; item(index: number): Item | null }): Item[] {
  const items = Array.from({ length: list.length }, (_, index) => list.item(index));
  return items.filter((item) => item !== null);
}

function only(document: DomDocument, namespace: string, name: string) {
  const [element, ...others] = elementsOf(document.getElementsByTagNameNS(namespace, name));
  if (!element || others.length > 0) throw new Error(`not one ${name}`);
  return element;
}

function byId(document: DomDocument, id: string) {
  return elementsOf(document.getElementsByTagName('*')).find((element) => element.getAttribute('Id') === id);
}

function write(node: unknown): string {
  return new ExclusiveCanonicalization().process(
    node as Parameters<ExclusiveCanonicalization['process']>[0],
    {},
  );
}

/** libxml2, compiled to WebAssembly. */
export const libxml2: Canonicaliser = {
  name: 'libxml2',
  reference(file, uri) {
    return withDocument(file, (document) => {
      const target = uri === '' ? document.root : find(document, `//*[@Id='${uri.slice(1)}']`);
      const [signature] = target.find('.//ds:Signature', namespaces);
      if (signature) signature.remove();
      return subtree(target);
    });
  },
  ofSignature: (file, name) =>
    withDocument(file, (document) => subtree(find(document, `//ds:Signature/ds:${name}`))),
  properties(file) {
    return withDocument(file, (document) => {
      const found = document.find('//xades:UnsignedSignatureProperties/*', namespaces);
      return found.map((node) => ({
        name: node instanceof XmlElement ? node.name : '',
        octets: subtree(node),
      }));
    });
  },
};

function withDocument<Result>(file: Buffer, use: (document: XmlDocument) => Result): Result {
  const document = XmlDocument.fromBuffer(file);
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}

function find(document: XmlDocument, path: string) {
  const [node, ...others] = document.find(path, namespaces);
  if (!node || others.length > 0) throw new Error(`not one ${path}`);
  return node;
}

function subtree(node: XmlNode): string {
  return node.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
}
