import type { ErrorEntry } from '../errors.js';

export const sealErrors = {
} satisfies Record<string, ErrorEntry>;
