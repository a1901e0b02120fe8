/** Brings the broker to what the register says of a node. Repeating it is harmless; a crash half way is made good later. */
import { type AxisContext, record } from './context.js';
import type { NodeRecord } from './records.js';

/** One node, where its access is not yet what it should be. @throws EdocError `broker.…` */
export async function settleAccess(context: AxisContext, name: string): Promise<void> {
  const node = context.state.node(name);
  if (node && node.access !== context.state.accessDue(node)) await bringAccess(context, node);
}

/**
 * Every node that is not yet where it should be, or, with `all`, every node and the axis itself: for a broker that
 * was set up anew. Returns how many nodes were brought.
 */
export async function settleAllAccess(
  context: AxisContext,
  options: { readonly all: boolean },
): Promise<number> {
  if (options.all) await context.broker.provisionAxis();
  const nodes = options.all ? context.state.nodes : context.state.accessPending;
  for (const node of nodes)
    await (options.all ? bringAccess(context, node, true) : bringAccess(context, node));
  return nodes.length;
}

/** @param fresh true where the broker may not know the node's queues yet: others write to them while it is suspended. */
async function bringAccess(
  context: AxisContext,
  node: NodeRecord,
  fresh = node.access === undefined || node.access === 'removed',
): Promise<void> {
  const access = context.state.accessDue(node);
  if (context.state.nodes.every((other) => other.access === undefined)) await context.broker.provisionAxis();
  if (access === 'removed') await context.broker.revokeNode(node.name);
  else {
    if (access === 'open' || fresh) await context.broker.provisionNode(node.name);
    if (access === 'suspended') await context.broker.suspendNode(node.name);
  }
  if (node.access !== access) await record(context, { type: 'node-access', node: node.name, access });
}
