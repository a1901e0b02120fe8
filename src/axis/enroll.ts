/**
 * Brings a node and its agencies onto the axis. Every step may be repeated: the same request again finds what is done,
 * does what is missing, and gives the same answer.
 */
import { type OrganId, organId } from '../edoc/index.js';
import { EdocError, throwIfErrors } from '../errors.js';
import { settleAccess } from './access.js';
import { brokerUrls, serviceUrls } from './config.js';
import { type AxisContext, record } from './context.js';
import type { Enrolment } from './enrolment-file.js';
import type { RegisterEvent } from './events.js';
import { provideNodeCertificate, provideSealCertificate } from './issue.js';
import { type AgencyEntry, checkListable, objections } from './objections.js';
import type { AgencyRecord } from './records.js';
import type { NodeRequest, RequestedAgency } from './request.js';

export interface EnrolOptions {
  /** Instead of the name in the request; for one agency. */
  readonly name?: string | undefined;
  /** The agency's code in the form of QCVN 102:2016; for one agency. */
  readonly legacyCode?: string | undefined;
  readonly parent?: string | undefined;
  /** `yyyy-mm-dd` */
  readonly validFrom?: string | undefined;
  /** The operator made sure that an agency known already changes its key or its node. */
  readonly replace?: boolean | undefined;
}

/**
 * @throws EdocError `enrolment.agency-taken`, `enrolment.other-key`, `enrolment.revoked-key`, `enrolment.legacy-taken`,
 * `enrolment.one-agency`, `axis.agency-closed`, `edxml.organ-id` (all findings at once), `directory.form`, `broker.…`
 */
export async function enrol(
  context: AxisContext,
  request: NodeRequest,
  options: EnrolOptions,
): Promise<Enrolment> {
  const entries = request.agencies.map((agency) => entryOf(context, request, agency, options));
  throwIfErrors(objections(context, request, entries, options));
  for (const entry of entries) checkListable(entry, context.clock.now());

  const events: RegisterEvent[] = [];
  if (!context.state.node(request.node)) events.push({ type: 'node-enrolled', node: request.node });
  const node = await provideNodeCertificate(context, request.node, request.publicKey);
  if (node.event) events.push(node.event);
  const left = new Set<string>();
  const agencies: Enrolment['agencies'] = [];
  for (const [index, agency] of request.agencies.entries()) {
    const entry = entries[index];
    if (!entry) continue;
    const known = context.state.agency(agency.code);
    if (!known || differs(known, entry)) events.push(entry);
    if (known && known.node !== request.node) left.add(known.node);
    const { pem, event } = await provideSealCertificate(context, entry, agency.publicKey);
    if (event) events.push(event);
    const { code, legacyCode, name } = entry;
    agencies.push({ code, name, certificate: pem, ...(legacyCode === undefined ? {} : { legacyCode }) });
  }
  await record(context, ...events);
  await settleAccess(context, request.node);
  for (const name of left) await settleAccess(context, name);
  const services = serviceUrls(context.config);
  return {
    axis: context.config.name,
    issuedAt: context.clock.now().toISOString(),
    trust: context.trustPem,
    broker: { urls: brokerUrls(context.config), ca: context.brokerCaPem },
    ...(services ? { services: { ...services } } : {}),
    node: { name: request.node, certificate: node.pem },
    agencies,
  };
}

/** What the register will say; what is not said anew stays as it was. */
function entryOf(
  context: AxisContext,
  request: NodeRequest,
  agency: RequestedAgency,
  options: EnrolOptions,
): AgencyEntry {
  if (request.agencies.length > 1 && (options.name !== undefined || options.legacyCode !== undefined)) {
    throw new EdocError('enrolment.one-agency', { detail: { count: request.agencies.length } });
  }
  const known = context.state.agency(agency.code);
  const legacyCode = codeOf(options.legacyCode) ?? known?.legacyCode;
  const parent = codeOf(options.parent) ?? known?.parent;
  const validFrom = options.validFrom ?? known?.validFrom;
  return {
    type: 'agency-enrolled',
    code: agency.code,
    name: options.name ?? known?.name ?? agency.name,
    node: request.node,
    ...(legacyCode === undefined ? {} : { legacyCode }),
    ...(parent === undefined ? {} : { parent }),
    ...(validFrom === undefined ? {} : { validFrom }),
  };
}

function codeOf(text: string | undefined): OrganId | undefined {
  return text === undefined ? undefined : organId(text.trim().toUpperCase());
}

function differs(known: AgencyRecord, entry: AgencyEntry): boolean {
  const fields = ['name', 'node', 'legacyCode', 'parent', 'validFrom'] as const;
  return fields.some((field) => known[field] !== entry[field]);
}
