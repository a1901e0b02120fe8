import type { ErrorEntry } from '../errors.js';

export const cliErrors = {
} satisfies Record<string, ErrorEntry>;
