/**
 * RabbitMQ, behind the project's own words.
 *
 * Promises: the broker's objects and rights are data (`axisTopology`, `nodeTopology`) and are declared the same however
 * often; a published message is reported `confirmed` only after the broker has it safe; a received one leaves its
 * queue only on the handler's decision; a lost connection comes back by itself and loses nothing silently; a private
 * broker leaves no process and no file behind.
 * Refuses: connections without TLS and client certificate, certificates of any authority but the one given, messages
 * above the axis's limit. Knows nothing of what a message says: no XML, no seals, no store.
 *
 * AMQP 0-9-1 on RabbitMQ 3.10 and later, 4.x: spec/transport.md sections 1 to 3.
 */
export type { Backoff } from './backoff.js';
export { type Bus, type BusOptions, openBus } from './bus.js';
export { type ExternalBroker, externalBroker } from './external.js';
export type { ClientTls } from './link.js';
export type { ManagementAddress, ManagementOptions } from './management.js';
export type {
  BusState,
  Decision,
  InboundMessage,
  Lane,
  MessageHandler,
  MessageType,
  OutboundMessage,
  PartPosition,
} from './message.js';
export * from './private/index.js';
export { type NodeOverview, openProvisioning, type Provisioning } from './provisioning.js';
export type { Outcome, Window } from './publisher.js';
export {
  adminName,
  axisTopology,
  checkNodeName,
  deliveryLimit,
  maxMessageBytes,
  nodeTopology,
  operatorName,
} from './topology.js';
