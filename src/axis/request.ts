/**
 * The request with which a node asks to come onto the axis: certificate requests (PKCS#10) in one PEM file, one for
 * the node (its common name is the node's name) and one for each agency (with an organizationIdentifier). Each proves
 * that its sender holds the key; the names are wishes, which the operator judges.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { type OrganId, parseOrganId } from '../edoc/index.js';
import { EdocError, type Finding, throwIfErrors } from '../errors.js';
import { type CertificateRequest, readRequest } from '../signing/index.js';

export interface RequestedAgency {
  readonly code: OrganId;
  readonly name: string;
  readonly publicKey: KeyObject;
}

export interface NodeRequest {
  readonly node: string;
  readonly publicKey: KeyObject;
  readonly agencies: readonly RequestedAgency[];
}

const nodeName = /^[a-z][a-z0-9-]{0,31}$/;
const requestBlock =
  /-----BEGIN (NEW )?CERTIFICATE REQUEST-----[^-]+-----END (NEW )?CERTIFICATE REQUEST-----/g;
/** A province's platform serves its departments and communes. */
const mostAgencies = 4_000;

/** The broker users that are not nodes. */
export const reservedNodeNames: readonly string[] = ['operator', 'axis-admin', 'guest'];

export function isNodeName(name: string): boolean {
  return nodeName.test(name) && !reservedNodeNames.includes(name);
}

/**
 * @throws EdocError `enrolment.request-malformed`, `enrolment.node-name`, `enrolment.agency-code`,
 * `enrolment.agency-repeated`, `certificate.request`, `key.type`; all that is wrong with the names at once
 */
export function readNodeRequest(pem: string): NodeRequest {
  const blocks = pem.match(requestBlock) ?? [];
  if (blocks.length > mostAgencies + 1) throw new EdocError('enrolment.request-malformed');
  const requests = blocks.map((block) => readRequest(block));
  const [node, ...others] = requests.filter((request) => !forAgency(request));
  const forAgencies = requests.filter(forAgency);
  if (!node || others.length > 0 || forAgencies.length === 0)
    throw new EdocError('enrolment.request-malformed');
  const findings: Finding[] = [];
  if (!isNodeName(node.commonName)) {
    findings.push({
      code: 'enrolment.node-name',
      severity: 'error',
      detail: { node: node.commonName.slice(0, 64) },
    });
  }
  const agencies = forAgencies.flatMap((request) => requestedAgency(request, findings));
  const seen = new Set<OrganId>();
  for (const { code } of agencies) {
    if (seen.has(code)) {
      findings.push({ code: 'enrolment.agency-repeated', severity: 'error', detail: { agency: code } });
    }
    seen.add(code);
  }
  throwIfErrors(findings);
  return { node: node.commonName, publicKey: node.publicKey, agencies };
}

/** SHA-256 of the SubjectPublicKeyInfo in hexadecimal: what the register knows a key by. */
export function keySha256(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function forAgency(request: CertificateRequest): boolean {
  return request.agency !== undefined || request.organization !== undefined;
}

function requestedAgency(request: CertificateRequest, findings: Finding[]): RequestedAgency[] {
  const { agency = '', publicKey } = request;
  const code = parseOrganId(agency);
  if (code !== undefined) return [{ code, name: request.organization ?? request.commonName, publicKey }];
  findings.push({
    code: 'enrolment.agency-code',
    severity: 'error',
    detail: { agency: agency.slice(0, 64) },
  });
  return [];
}
