import type { ErrorEntry } from '../errors.js';

export const storeErrors = {
} satisfies Record<string, ErrorEntry>;
