/**
 * A broker of one's own, for demonstrations and tests and for an operator's first files.
 *
 * Promises: it runs as whoever starts it, from RabbitMQ's own scripts, in its own directory, on its own free loopback
 * ports, with its own name server and cookie; several run side by side; it ends with the process that started it,
 * however that ends, and leaves no process and no file.
 * Refuses: to touch any other broker, to listen beyond the loopback address, to keep data.
 */
export {
  type ClusterMember,
  type PrivateCluster,
  type PrivateClusterOptions,
  startPrivateCluster,
} from './cluster.js';
export { type BrokerFiles, type ClusterMembership, defaultPorts, writeBrokerFiles } from './files.js';
export { ensureRabbitmq } from './install.js';
export { type Installation, locateRabbitmq } from './locate.js';
export { type Endpoint, type PrivateBroker, type PrivateBrokerOptions, startPrivateBroker } from './start.js';
