import { onlyInTheLongForm } from '../support/long-form.js';
import { sampleFlows } from './flow-sample.js';
import { recoveryFlows } from './flows/recovery.js';
import { statusFlows } from './flows/statuses.js';

describe('a node that dies over a status, a recall, or after a restore', () => {
  before(function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "dies over a status"');
  });
  sampleFlows([...statusFlows, ...recoveryFlows]);
});
