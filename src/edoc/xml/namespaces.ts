/** The namespaces that messages use. */

/** QCVN 102:2016/BTTTT. */
export const edxmlNamespace = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
/** edXML 1.0, from before the regulation. */
export const edxml1Namespace = 'http://www.e-doc.vn/Schema/';
/** Ours, inside packets; other edXML readers pass over it. */
export const packetNamespace = 'urn:ndax:packet:1';
export const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';
export const xlinkNamespace = 'http://www.w3.org/1999/xlink';
export const soapNamespaces: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
]);
