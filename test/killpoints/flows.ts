/** All flows. A run of each of them to each of its points is what `npm run test:killpoints` does. */
import type { Flow } from './flow.js';
import { archiveFlows } from './flows/archive.js';
import { documentFlows } from './flows/documents.js';
import { recoveryFlows } from './flows/recovery.js';
import { statusFlows } from './flows/statuses.js';

export const flows: readonly Flow[] = [...documentFlows, ...statusFlows, ...recoveryFlows, ...archiveFlows];
