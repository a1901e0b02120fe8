/** As much of xmldom's tree as is used here, and the one way into it for octets of strangers. */

export interface XmlNode {
  readonly parentNode: XmlNode | null;
  readonly localName?: string;
  readonly namespaceURI?: string | null;
  readonly textContent: string | null;
}

export interface XmlElement extends XmlNode {
  readonly childNodes: ArrayLike<XmlNode>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  getElementsByTagName(name: string): ArrayLike<XmlElement>;
  toString(): string;
}

export interface XmlDocument {
  readonly documentElement: XmlElement | null;
  getElementsByTagName(name: string): ArrayLike<XmlElement>;
}

/** Undefined where it is not well-formed, or has a document type. */
export async function parseForeign(xml: string): Promise<XmlDocument | undefined> {
  if (/<!DOCTYPE/i.test(xml)) return undefined;
  const { DOMParser } = await import('@xmldom/xmldom');
  try {
    const document: XmlDocument = new DOMParser({
      errorHandler: { warning: stop, error: stop, fatalError: stop },
    }).parseFromString(xml, 'text/xml');
    return document.documentElement ? document : undefined;
  } catch {
    return undefined;
  }
}

function stop(): never {
  throw new SyntaxError('not well-formed');
}

/** Elements of a local name, in whatever namespace, in the order of the document. */
export function elementsNamed(within: Pick<XmlDocument, 'getElementsByTagName'>, name: string): XmlElement[] {
  return Array.from(within.getElementsByTagName('*')).filter(({ localName }) => localName === name);
}

export function childrenNamed(parent: XmlElement, namespace: string, name: string): XmlElement[] {
  return Array.from(parent.childNodes).filter(
    (node): node is XmlElement => node.localName === name && node.namespaceURI === namespace,
  );
}
