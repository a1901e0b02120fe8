/** Puts evidence around a sealed file, piece by piece, right or wrong; each token is over what stands there at that time. */
import { sha256 } from './der.js';
import { forgeToken, type TokenForgery } from './token.js';

export type Edit = (text: string) => string;
type Stamp = Omit<TokenForgery, 'imprint'> & { readonly imprint?: Buffer };

const ds = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const xades = ' xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"';
const xades141 = ' xmlns:xades141="http://uri.etsi.org/01903/v1.4.1#"';
const method = `<ds:CanonicalizationMethod${ds} Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>`;

export const open = '<xades:UnsignedProperties><xades:UnsignedSignatureProperties>';
export const close = '</xades:UnsignedSignatureProperties></xades:UnsignedProperties>';
const place = '</xades:SignedProperties>';

export class Evidence {
  readonly #sealed: string;
  readonly #properties: readonly string[];
  readonly #content: Buffer | undefined;

  /**
   * @param sealed a file at level B.
   * @param content what the first references cover; left out: the signed element around the Signature.
   */
  constructor(sealed: Buffer | string, properties: readonly string[] = [], content?: Buffer) {
    this.#sealed = sealed.toString();
    this.#properties = properties;
    this.#content = content;
  }

  /** A property as text. */
  with(property: string): Evidence {
    return new Evidence(this.#sealed, [...this.#properties, property], this.#content);
  }

  stamp(forgery: Stamp): Evidence {
    return this.with(stampOf(forgeToken({ imprint: this.signatureImprint, ...forgery })));
  }

  /** CertificateValues. */
  certificates(...ders: readonly Buffer[]): Evidence {
    return this.with(certificateValues(ders));
  }

  /** RevocationValues. */
  answers(data: { crls?: readonly Buffer[]; ocsps?: readonly Buffer[] }): Evidence {
    return this.with(revocationValues(data));
  }

  /** TimeStampValidationData. */
  data(data: {
    certificates?: readonly Buffer[];
    crls?: readonly Buffer[];
    ocsps?: readonly Buffer[];
  }): Evidence {
    const { certificates = [], crls = [], ocsps = [] } = data;
    const inside =
      (certificates.length > 0 ? certificateValues(certificates) : '') +
      (crls.length + ocsps.length > 0 ? revocationValues(data) : '');
    return this.with(
      `<xades141:TimeStampValidationData${xades141}>${inside}</xades141:TimeStampValidationData>`,
    );
  }

  archive(forgery: Stamp): Evidence {
    return this.with(archiveOf(forgeToken({ imprint: this.archiveImprint, ...forgery })));
  }

  get signatureImprint(): Buffer {
    return sha256(this.#canonical('ds:SignatureValue'));
  }

  get archiveImprint(): Buffer {
    return sha256(
      this.#content ?? this.#signed,
      this.#piece('xades:SignedProperties'),
      this.#piece('ds:SignedInfo'),
      this.#canonical('ds:SignatureValue'),
      this.#canonical('ds:KeyInfo'),
      ...this.#properties,
    );
  }

  /** The whole element. */
  get element(): string {
    return open + this.#properties.join('') + close;
  }

  get sealed(): string {
    return this.#sealed;
  }

  /** @param edit of the element, or of the whole file. */
  file(edit: { element?: Edit; file?: Edit } = {}): Buffer {
    const { element = (text) => text, file = (text) => text } = edit;
    const unsigned = this.#properties.length === 0 ? '' : element(this.element);
    return Buffer.from(file(this.#sealed.replace(place, () => place + unsigned)));
  }

  /** The signed element without its Signature. */
  get #signed(): string {
    const name = this.#sealed.includes('<edXML:edXMLEnvelope ') ? 'edXML:edXMLEnvelope' : 'Receipt';
    const end = `</${name}>`;
    const element = this.#sealed.slice(
      this.#sealed.indexOf(`<${name} `),
      this.#sealed.indexOf(end) + end.length,
    );
    return element.replace(this.#piece('ds:Signature'), () => '');
  }

  #piece(name: string): string {
    const end = `</${name}>`;
    const from = this.#sealed.search(new RegExp(`<${name}[ >]`));
    return this.#sealed.slice(from, this.#sealed.indexOf(end, from) + end.length);
  }

  #canonical(name: string): string {
    return this.#piece(name).replace(`<${name}>`, `<${name}${ds}>`);
  }
}

export function stampOf(token: Buffer): string {
  return `<xades:SignatureTimeStamp${xades}>${method}${value('xades:EncapsulatedTimeStamp', token)}</xades:SignatureTimeStamp>`;
}

export function archiveOf(token: Buffer): string {
  return `<xades141:ArchiveTimeStamp${xades141}>${method}<xades:EncapsulatedTimeStamp${xades}>${token.toString('base64')}</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>`;
}

export function certificateValues(ders: readonly Buffer[]): string {
  const values = ders.map((der) => value('xades:EncapsulatedX509Certificate', der)).join('');
  return `<xades:CertificateValues${xades}>${values}</xades:CertificateValues>`;
}

export function revocationValues({
  crls = [],
  ocsps = [],
}: {
  crls?: readonly Buffer[];
  ocsps?: readonly Buffer[];
}): string {
  const list = (name: string, item: string, ders: readonly Buffer[]) =>
    ders.length === 0 ? '' : `<${name}>${ders.map((der) => value(item, der)).join('')}</${name}>`;
  return (
    `<xades:RevocationValues${xades}>${list('xades:CRLValues', 'xades:EncapsulatedCRLValue', crls)}` +
    `${list('xades:OCSPValues', 'xades:EncapsulatedOCSPValue', ocsps)}</xades:RevocationValues>`
  );
}

function value(name: string, der: Buffer): string {
  return `<${name}>${der.toString('base64')}</${name}>`;
}
