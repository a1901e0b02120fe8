/**
 * Messages as systems of other makers write them, all different from what a node writes: other prefixes or none, another
 * order, older manifests, labels that are wrong, packed attachments, signatures that prove nothing.
 */
import { zipSync } from 'fflate';

export interface ForeignSample {
  /** What is foreign about it. */
  readonly words: string;
  readonly xml: string;
  readonly attachments: readonly { readonly name: string; readonly octets: Buffer }[];
}

const namespace = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const pdf = Buffer.from(`%PDF-1.4\n${'nội dung thử nghiệm '.repeat(200)}\n%%EOF\n`);
const table = Buffer.from(`\ufeffSTT;Cơ quan\r\n${'1;UBND tỉnh\r\n'.repeat(100)}`);
/** Fits no key and no content: a placeholder as it is found in the field. */
const dummySignature = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/><Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><DigestValue>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</DigestValue></Reference></SignedInfo><SignatureValue>c2lnbmF0dXJl</SignatureValue></Signature>`;

interface Parts {
  /** With its colon: `ns2:`; empty for none. */
  readonly prefix: string;
  readonly header: readonly string[];
  readonly signature?: string;
  readonly manifest: string;
  readonly encoded: string;
  /** Octets before and between the elements. */
  readonly gap: string;
}

function message({ prefix: p, header, signature = '', manifest, encoded, gap }: Parts): string {
  const declaration = p === '' ? '' : ` xmlns:${p.slice(0, -1)}="${namespace}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    `<edXML xmlns="${namespace}">`,
    `<${p}edXMLEnvelope${declaration}><${p}edXMLHeader>`,
    `<${p}MessageHeader>`,
    ...header,
    `</${p}MessageHeader>`,
    `<${p}TraceHeaderList><${p}TraceHeader><${p}OrganId>000.00.00.A80</${p}OrganId><${p}Timestamp>2026/03/02 08:15:00</${p}Timestamp></${p}TraceHeader><${p}Bussiness><${p}BussinessDocType>0</${p}BussinessDocType></${p}Bussiness></${p}TraceHeaderList>`,
    signature,
    `</${p}edXMLHeader>`,
    `<${p}edXMLBody>${manifest}</${p}edXMLBody></${p}edXMLEnvelope>`,
    encoded,
    '</edXML>',
  ].join(gap);
}

/** The children of MessageHeader in the order of the standard. */
function headerOf(p: string, number: string): string[] {
  const element = (name: string, content: string) => `<${p}${name}>${content}</${p}${name}>`;
  const organ = (role: string, code: string, name: string) =>
    element(role, element('OrganId', code) + element('OrganName', name));
  return [
    organ('From', '000.00.00.A80', 'Cơ quan gửi cũ'),
    organ('To', '28.22.H17', 'Cơ quan nhận cũ'),
    element('DocumentId', `000.00.00.A80,2026/03/02,${number}/TEST-VP`),
    element('Code', element('CodeNumber', number) + element('CodeNotation', 'TEST-VP')),
    element('PromulgationInfo', element('Place', 'Hà Nội') + element('PromulgationDate', '2026/03/02')),
    element(
      'DocumentType',
      element('Type', '1') + element('TypeDetail', '0') + element('TypeName', 'Công văn'),
    ),
    element('Subject', 'V/v thử nghiệm liên thông giữa các hệ thống'),
    element('Content', 'V/v thử nghiệm liên thông giữa các hệ thống'),
    element('SignerInfo', element('Position', 'Chánh Văn phòng') + element('FullName', 'Nguyễn Văn Thử')),
    element('OtherInfo', element('Priority', '0')),
  ];
}

function reference(p: string, id: string, name: string): string {
  return `<${p}Reference><${p}ContentId>cid:${id}</${p}ContentId><${p}ContentType>application/pdf</${p}ContentType><${p}AttachmentName>${name}</${p}AttachmentName></${p}Reference>`;
}

function attachment(id: string, type: string, name: string, base64: string): string {
  return `<Attachment><ContentType>${type}</ContentType><ContentId>cid:${id}</ContentId><AttachmentName>${name}</AttachmentName><ContentTransferEncoded>${base64}</ContentTransferEncoded></Attachment>`;
}

function manifest(p: string, references: string): string {
  return `<${p}Manifest>${references}</${p}Manifest>`;
}

function indented(): ForeignSample {
  const name = 'Công văn 101.pdf';
  const p = 'edXML:';
  return {
    words: 'indented, with a signature that is only a placeholder',
    xml: message({
      prefix: p,
      header: headerOf(p, '101'),
      signature: dummySignature,
      manifest: manifest(p, reference(p, 'a1', name)),
      encoded: `<AttachmentEncoded>${attachment('a1', 'application/pdf', name, pdf.toString('base64'))}</AttachmentEncoded>`,
      gap: '\r\n    ',
    }),
    attachments: [{ name, octets: pdf }],
  };
}

function otherOrder(): ForeignSample {
  const [name, second] = ['Tờ trình.pdf', 'Phụ lục.csv'];
  const p = 'ns2:';
  const lines = pdf.toString('base64').replace(/.{76}/g, '$&\n');
  return {
    words: 'of another prefix and order, with base64 in lines',
    xml: message({
      prefix: p,
      header: headerOf(p, '102').reverse(),
      manifest: manifest(p, reference(p, 'b2', second) + reference(p, 'b1', name)),
      encoded: `<AttachmentEncoded>${attachment('b1', 'application/pdf', name, lines)}${attachment('b2', 'text/csv', second, table.toString('base64'))}</AttachmentEncoded>`,
      gap: '',
    }),
    attachments: [
      { name: second, octets: table },
      { name, octets: pdf },
    ],
  };
}

function packed(): ForeignSample {
  const name = 'Quyết định.pdf';
  const p = 'edXML:';
  const zip = Buffer.from(zipSync({ 'quyetdinh.pdf': pdf })).toString('base64');
  return {
    words: 'with a ZIP archive under the name and label of the PDF file in it',
    xml: message({
      prefix: p,
      header: headerOf(p, '103'),
      manifest: manifest(p, reference(p, 'c1', name)),
      encoded: `<AttachmentEncoded>${attachment('c1', 'application/pdf', name, zip)}</AttachmentEncoded>`,
      gap: '\n',
    }),
    attachments: [{ name, octets: pdf }],
  };
}

function older(): ForeignSample {
  const name = 'Báo cáo.pdf';
  const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
  return {
    words: 'without any prefix, its manifest in attributes, its base64 without padding',
    xml: message({
      prefix: '',
      header: headerOf('', '104'),
      signature: dummySignature,
      manifest: `<Manifest ${xlink}><Reference xlink:href="cid:d1" xlink:role="application/pdf" xlink:title="${name}"/></Manifest>`,
      encoded: `<AttachmentEncoded>${attachment('d1', 'application/pdf', name, pdf.toString('base64').replaceAll('=', ''))}</AttachmentEncoded>`,
      gap: '\n\t',
    }),
    attachments: [{ name, octets: pdf }],
  };
}

export function foreignSamples(): ForeignSample[] {
  return [indented(), otherOrder(), packed(), older()];
}
