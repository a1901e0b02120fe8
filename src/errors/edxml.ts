import type { ErrorEntry } from '../errors.js';

export const edxmlErrors = {
} satisfies Record<string, ErrorEntry>;
