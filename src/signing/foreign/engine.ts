/** Computes a foreign Signature with xml-crypto, and looks whether what it covers is the message. */
import { createPublicKey, type KeyLike, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { SignatureAlgorithm } from 'xml-crypto';
import { EdocError } from '../../errors.js';
import { digestMethods, signatureMethods, signatureNamespace } from './algorithms.js';
import { elementsNamed, type XmlElement } from './dom.js';
import type { ForeignForm } from './form.js';

/** Undefined where it holds over the whole message; else what does not. */
export async function holds(form: ForeignForm, certificate: Uint8Array): Promise<string | undefined> {
  if (!coversMessage(form)) return 'Reference';
  const { SignedXml } = await import('xml-crypto');
  try {
    const verifier = new SignedXml({ publicCert: new X509Certificate(certificate).toString() });
    verifier.SignatureAlgorithms = { [form.method]: engineFor(form) };
    verifier.HashAlgorithms = Object.fromEntries(
      Object.entries(verifier.HashAlgorithms).filter(
        ([uri]) => digestMethods.get(uri)?.outdated === undefined,
      ),
    );
    verifier.loadSignature(form.signature.toString());
    return verifier.checkSignature(form.xml) ? undefined : 'DigestValue';
  } catch {
    return 'SignatureValue';
  }
}

/**
 * The whole document, or the one envelope whose parent is the root: a signature over anything else, however valid, says nothing
 * about the message that is read (signature wrapping).
 */
function coversMessage({ document, references }: ForeignForm): boolean {
  if (references.includes('')) return true;
  const root = document.documentElement;
  const envelopes = elementsNamed(document, 'edXMLEnvelope');
  const [envelope] = envelopes;
  if (envelopes.length !== 1 || !envelope || envelope.parentNode !== root) return false;
  return [root, envelope].some((element) => {
    const id = element ? idOf(element) : '';
    return id !== '' && references.includes(`#${id}`);
  });
}

/** The attributes in which xml-crypto looks for the target of a reference. */
function idOf(element: XmlElement): string {
  const names = ['Id', 'ID', 'id'].filter((name) => element.hasAttribute(name));
  return names.length === 1 ? (element.getAttribute(names[0] ?? '') ?? '') : '';
}

function engineFor({ method, withoutNamespace, namespace }: ForeignForm): new () => SignatureAlgorithm {
  return class implements SignatureAlgorithm {
    getAlgorithmName = () => method;
    getSignature(): never {
      throw new EdocError('seal.algorithm', { detail: { algorithm: method } });
    }
    verifySignature(material: string, key: KeyLike, value: string): boolean {
      const octets = Buffer.from(value, 'base64');
      const publicKey = createPublicKey(key);
      if (verifies(method, material, publicKey, octets)) return true;
      // Whoever left the namespace out may have signed without it: the same fields, in the namespace around them.
      const asWritten = material.replace(
        `xmlns="${signatureNamespace}"`,
        namespace === null ? '' : `xmlns="${namespace}"`,
      );
      return withoutNamespace && verifies(method, asWritten, publicKey, octets);
    }
  };
}

function verifies(method: string, material: string, key: KeyObject, value: Buffer): boolean {
  const algorithm = signatureMethods.get(method);
  if (!algorithm || algorithm.key !== key.asymmetricKeyType) return false;
  const how = algorithm.key === 'ec' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
  return verify(algorithm.hash, Buffer.from(material), how, value);
}
