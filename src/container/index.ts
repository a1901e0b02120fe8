/**
 * ZIP as ASiC-E containers have it (ETSI EN 319 162-1): written as a stream, read by random access. `spec/container.md`,
 * section 2, is the rule.
 *
 * Promises: no file is ever held whole; what is read was accounted for octet by octet, and two readers of a container that is
 * taken here cannot see different files in it. Refuses: knowing what is in the files, and whether anybody signed them.
 */
export { limits as containerLimits } from './limits.js';
export { type ContainerEntry, type OpenContainer, openContainer } from './read.js';
export { type ContainerFile, type WriteOptions, writeContainer } from './write.js';
