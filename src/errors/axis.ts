import type { ErrorEntry } from '../errors.js';

export const axisErrors = {
} satisfies Record<string, ErrorEntry>;
