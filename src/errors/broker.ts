import type { ErrorEntry } from '../errors.js';

export const brokerErrors = {
} satisfies Record<string, ErrorEntry>;
