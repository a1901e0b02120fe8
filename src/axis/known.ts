/** Agencies and nodes as people name them. */
import { EdocError } from '../errors.js';
import type { AxisContext } from './context.js';
import type { AgencyRecord, NodeRecord } from './records.js';

/** @throws EdocError `axis.unknown-agency` */
export function requireAgency(context: AxisContext, code: string): AgencyRecord {
  const agency = context.state.agency(code.trim().toUpperCase());
  if (!agency) throw new EdocError('axis.unknown-agency', { detail: { agency: code } });
  return agency;
}

/** @throws EdocError `axis.unknown-node` */
export function requireNode(context: AxisContext, name: string): NodeRecord {
  const node = context.state.node(name);
  if (!node) throw new EdocError('axis.unknown-node', { detail: { node: name } });
  return node;
}
