/** What `npm test` runs of the flows: each of them, dying at some of its points, which are spread over all of them. */
import { expect } from 'chai';
import { Office } from '../e2e/support/office.js';
import type { Flow } from './flow.js';
import { Stage } from './stage.js';

export const twoNodes = [
  { agencies: [{ code: 'G22', name: 'Văn phòng Chính phủ' }] },
  { agencies: [{ code: 'H41', name: 'UBND tỉnh Nghệ An' }] },
];

/** One in so many points of each flow. */
const sampleEvery = 20;
/** Of one flow in so many the process is really killed, once. */
const killEvery = 4;

/** Defines a test for each flow. @param every one in so many points of each */
export function sampleFlows(flows: readonly Flow[], every = sampleEvery): void {
  const office = new Office(twoNodes);
  for (const [place, flow] of flows.entries()) {
    it(`in the flow "${flow.name}" ends it as if it had not`, async () => {
      const stage = await Stage.open(office, flow);
      try {
        const points = await stage.points();
        // Not the same place in each flow.
        const apart = Math.min(every, points.length);
        const chosen = points.filter((_point, index) => index % apart === place % apart);
        expect(chosen, 'points to die at').to.not.be.empty;
        for (const point of chosen) await stage.dieAt('stopped', point);
        const middle = points[Math.floor(points.length / 2)];
        const isKilled = place % killEvery === 0 && !flow.dying && middle !== undefined;
        if (isKilled) await stage.dieAt('killed', middle);
        console.log(`      died ${chosen.length + (isKilled ? 1 : 0)} times, of ${points.length} points`);
      } finally {
        await stage.close();
      }
    }).timeout(120_000);
  }
}
