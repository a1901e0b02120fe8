import type { ErrorEntry } from '../errors.js';

export const packetErrors = {
} satisfies Record<string, ErrorEntry>;
