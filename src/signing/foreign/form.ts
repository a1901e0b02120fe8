/**
 * Reads the form of a foreign Signature: whether it is one that may be computed at all. Only references into the same document,
 * few of them, with known transforms, are let through.
 */
import { X509Certificate } from 'node:crypto';
import { limits } from '../limits.js';
import {
  canonicalizations,
  digestMethods,
  signatureMethods,
  signatureNamespace,
  transforms,
} from './algorithms.js';
import { childrenNamed, elementsNamed, parseForeign, type XmlDocument, type XmlElement } from './dom.js';

export interface ForeignForm {
  /** The document as it is verified: with the namespace of XML signatures put where it was missing. */
  readonly xml: string;
  readonly document: XmlDocument;
  readonly signature: XmlElement;
  readonly withoutNamespace: boolean;
  /** The namespace in which the Signature stood. */
  readonly namespace: string | null;
  readonly method: string;
  /** Values of `URI`, empty or `#id`. */
  readonly references: readonly string[];
  readonly certificate: Buffer;
  /** What is no longer safe of it. */
  readonly outdated: string | undefined;
}

export interface Malformed {
  /** The name of what is wrong: an element, an attribute, a bound. */
  readonly reason: string;
}

/** Undefined where there is no element Signature. */
export async function readForm(xml: string): Promise<ForeignForm | Malformed | undefined> {
  const found = await parseForeign(xml);
  if (!found) return { reason: 'XML' };
  const [signature, ...others] = elementsNamed(found, 'Signature');
  if (!signature) return undefined;
  if (others.length > 0) return { reason: 'Signature' };
  const namespace = signature.namespaceURI ?? null;
  if (namespace === signatureNamespace) return readSignature(xml, found, signature, namespace, false);
  const named = withNamespace(xml);
  const document = named === undefined ? undefined : await parseForeign(named);
  const again = document && elementsNamed(document, 'Signature')[0];
  if (named === undefined || !document || again?.namespaceURI !== signatureNamespace)
    return { reason: 'xmlns' };
  return readSignature(named, document, again, namespace, true);
}

/** Many systems write `<Signature>` as if it were edXML's own. Other prefixes and namespaces are not guessed at. */
function withNamespace(xml: string): string | undefined {
  const tags = [...xml.matchAll(/<Signature(?=[\s>])([^<>]*)>/g)];
  const [tag] = tags;
  if (!tag || tags.length > 1 || /\sxmlns\s*=/.test(tag[1] ?? '')) return undefined;
  const at = tag.index + '<Signature'.length;
  return `${xml.slice(0, at)} xmlns="${signatureNamespace}"${xml.slice(at)}`;
}

function readSignature(
  xml: string,
  document: XmlDocument,
  signature: XmlElement,
  namespace: string | null,
  withoutNamespace: boolean,
): ForeignForm | Malformed {
  const signedInfo = onlyChild(signature, 'SignedInfo');
  if (!signedInfo) return { reason: 'SignedInfo' };
  if (elementsNamed(signature, 'SignedInfo').length > 1) return { reason: 'SignedInfo' };
  const canonicalization = algorithmOf(onlyChild(signedInfo, 'CanonicalizationMethod'));
  if (!canonicalizations.has(canonicalization)) return { reason: 'CanonicalizationMethod' };
  const method = algorithmOf(onlyChild(signedInfo, 'SignatureMethod'));
  const signing = signatureMethods.get(method);
  if (!signing) return { reason: 'SignatureMethod' };
  const references = children(signedInfo, 'Reference');
  if (references.length === 0 || references.length > limits.foreignReferences) return { reason: 'Reference' };
  let outdated = signing.outdated;
  for (const reference of references) {
    const read = readReference(reference);
    if ('reason' in read) return read;
    outdated ??= read.outdated;
  }
  const value = onlyChild(signature, 'SignatureValue')?.textContent ?? '';
  if (!isBase64(value)) return { reason: 'SignatureValue' };
  const certificate = certificateOf(signature);
  if (!certificate) return { reason: 'X509Certificate' };
  return {
    xml,
    document,
    signature,
    withoutNamespace,
    namespace,
    method,
    references: references.map((reference) => reference.getAttribute('URI') ?? ''),
    certificate,
    outdated: outdated ?? weakKey(certificate),
  };
}

function readReference(reference: XmlElement): { readonly outdated: string | undefined } | Malformed {
  const uri = reference.getAttribute('URI') ?? '';
  // Of other documents nothing is fetched.
  if (!reference.hasAttribute('URI') || !/^(#[\w.-]+)?$/.test(uri)) return { reason: 'URI' };
  const steps = children(reference, 'Transforms').flatMap((list) => children(list, 'Transform'));
  if (steps.length > limits.foreignTransforms) return { reason: 'Transforms' };
  if (steps.some((step) => !transforms.has(algorithmOf(step)))) return { reason: 'Transform' };
  const digest = digestMethods.get(algorithmOf(onlyChild(reference, 'DigestMethod')));
  if (!digest) return { reason: 'DigestMethod' };
  if (!isBase64(onlyChild(reference, 'DigestValue')?.textContent ?? '')) return { reason: 'DigestValue' };
  return { outdated: digest.outdated };
}

/** The first one in KeyInfo; undefined where none can be read. */
function certificateOf(signature: XmlElement): Buffer | undefined {
  const keyInfo = onlyChild(signature, 'KeyInfo');
  const text = (keyInfo && elementsNamed(keyInfo, 'X509Certificate')[0]?.textContent) ?? '';
  if (!isBase64(text)) return undefined;
  const der = Buffer.from(text, 'base64');
  try {
    return new X509Certificate(der).raw.equals(der) ? der : undefined;
  } catch {
    return undefined;
  }
}

function weakKey(certificate: Buffer): string | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(certificate).publicKey;
  if (asymmetricKeyType !== 'rsa') return undefined;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < limits.rsaBits.min ? `RSA-${bits}` : undefined;
}

function algorithmOf(element: XmlElement | undefined): string {
  return element?.getAttribute('Algorithm') ?? '';
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text.replace(/\s+/g, ''));
}

function onlyChild(parent: XmlElement, name: string): XmlElement | undefined {
  const [first, ...others] = children(parent, name);
  return others.length > 0 ? undefined : first;
}

function children(parent: XmlElement, name: string): XmlElement[] {
  return childrenNamed(parent, signatureNamespace, name);
}
