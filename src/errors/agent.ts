import type { ErrorEntry } from '../errors.js';

export const agentErrors = {
} satisfies Record<string, ErrorEntry>;
