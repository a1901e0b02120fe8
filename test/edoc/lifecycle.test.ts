import { expect } from 'chai';
import {
  type AmendmentState,
  amendmentStep,
  type BusinessCode,
  type BusinessState,
  clerkMay,
  type DeliveryState,
  deliveryStep,
  deliveryTransitions,
  initialAmendment,
  isFinalDelivery,
  mayRecall,
  mirrorBusiness,
  type RecallState,
  recallStep,
} from '../../src/edoc/index.js';
import { refusalOf } from './one-form-vectors.js';

const deliveries: readonly DeliveryState[] = [
  'queued',
  'sent',
  'delivered',
  'refused',
  'undeliverable',
  'expired',
  'withdrawn',
];
const businesses: readonly BusinessState[] = ['none', '01', '02', '03', '04', '05', '06'];
const codes: readonly BusinessCode[] = ['01', '02', '03', '04', '05', '06', '13', '15', '16'];
const recalls: readonly RecallState[] = ['none', 'requested', 'agreed', 'declined'];
const amendments: readonly AmendmentState[] = ['none', 'asked', 'agreed', 'declined'];

/** How far a state is on its way. A step never leads to a lower number, nor to the same. */
const deliveryRank: Record<DeliveryState, number> = {
  queued: 0,
  sent: 1,
  undeliverable: 2,
  expired: 2,
  refused: 3,
  delivered: 4,
  withdrawn: 4,
};
const businessRank: Record<BusinessState, number> = {
  none: 0,
  '01': 1,
  '02': 9,
  '03': 3,
  '04': 4,
  '05': 5,
  '06': 9,
};

describe('the life of a document', () => {
  describe('on its way', () => {
    it('knows the same states in the table as in the specification', () => {
      expect(Object.keys(deliveryTransitions)).to.have.members([...deliveries]);
    });

    for (const from of deliveries) {
      for (const to of deliveries) {
        // What was given up begins anew when the clerk sends it again: that is its own test below.
        if (to === 'queued') continue;
        it(`from ${from} to ${to} never goes backwards or round in a circle`, () => {
          if (deliveryStep(from, to)) expect(deliveryRank[to]).to.be.greaterThan(deliveryRank[from]);
          else expect(deliveryTransitions[from]).to.not.include(to);
        });
      }
    }

    it('begins anew only where it had been given up', () => {
      expect(deliveries.filter((from) => deliveryStep(from, 'queued'))).to.have.members([
        'undeliverable',
        'expired',
      ]);
    });

    it('ends as delivered or withdrawn, and nowhere else', () => {
      expect(deliveries.filter(isFinalDelivery)).to.have.members(['delivered', 'withdrawn']);
    });

    it('comes to the same end whichever of a refusal and an acceptance comes first', () => {
      for (const from of ['queued', 'sent', 'undeliverable', 'expired'] as const) {
        expect(deliveryStep(from, 'delivered') && deliveryStep(from, 'refused'), from).to.equal(true);
      }
      expect(deliveryStep('refused', 'delivered')).to.equal(true);
      expect(deliveryStep('delivered', 'refused')).to.equal(false);
    });

    it('can reach every state from queued', () => {
      const reached = new Set<DeliveryState>(['queued']);
      for (const from of reached) for (const to of deliveryTransitions[from]) reached.add(to);
      expect([...reached]).to.have.members([...deliveries]);
    });

    it('takes a verified receipt from every state in which none has come and nothing was withdrawn', () => {
      for (const from of ['queued', 'sent', 'undeliverable', 'expired'] as const) {
        expect(deliveryStep(from, 'delivered') && deliveryStep(from, 'refused'), from).to.equal(true);
      }
    });

    it('is withdrawn only before it was published', () => {
      expect(deliveries.filter((from) => deliveryStep(from, 'withdrawn'))).to.deep.equal(['queued']);
    });
  });

  describe('at the recipient, as the sender sees it', () => {
    for (const from of businesses) {
      for (const code of [...codes, '07', '1', 'none', '']) {
        it(`takes code "${code}" at ${from} forwards or keeps it as late`, () => {
          const step = mirrorBusiness(from, code);
          if (step === 'late')
            return expect(
              codes.slice(0, 6).every((known) => known !== code || !forward(from, known)),
            ).to.equal(true);
          expect(step.next).to.equal(code);
          return expect(businessRank[step.next]).to.be.greaterThan(businessRank[from]);
        });
      }
    }

    it('takes every step that the recipient can take', () => {
      for (const from of businesses) {
        for (const code of codes.filter((each) => !['13', '15', '16'].includes(each))) {
          if (clerkMay(from, 'none', code)) expect(mirrorBusiness(from, code)).to.deep.equal({ next: code });
        }
      }
    });
  });

  describe('asked back', () => {
    it('goes only where the table says', () => {
      const steps = recalls.flatMap((from) =>
        codes.flatMap((code) => {
          const step = recallStep(from, code);
          return step === 'late' ? [] : [`${from} ${code} ${step.next}`];
        }),
      );
      expect(steps).to.deep.equal([
        'none 13 requested',
        'requested 15 agreed',
        'requested 16 declined',
        'declined 13 requested',
      ]);
    });

    it('is possible for what can have arrived, was not refused, and does not wait or is agreed', () => {
      const possible = deliveries.flatMap((delivery) =>
        businesses.flatMap((business) =>
          recalls
            .filter((recall) => mayRecall({ delivery, business, recall }))
            .map((recall) => ({ delivery, business, recall })),
        ),
      );
      expect(new Set(possible.map(({ delivery }) => delivery))).to.deep.equal(
        new Set(['queued', 'sent', 'delivered', 'expired']),
      );
      expect(possible.map(({ business }) => business)).to.not.include('02');
      expect(new Set(possible.map(({ recall }) => recall))).to.deep.equal(new Set(['none', 'declined']));
      expect(possible).to.have.lengthOf(4 * 6 * 2);
    });
  });

  describe('that amends an earlier one', () => {
    it('asks for one answer, a new document for none', () => {
      expect([0, 1, 2, 3, 4].map(initialAmendment)).to.deep.equal([
        'none',
        'asked',
        'asked',
        'asked',
        'none',
      ]);
      const steps = amendments.flatMap((from) =>
        codes.flatMap((code) => {
          const step = amendmentStep(from, code);
          return step === 'late' ? [] : [`${from} ${code} ${step.next}`];
        }),
      );
      expect(steps).to.deep.equal(['asked 15 agreed', 'asked 16 declined']);
    });
  });

  describe('with a state that nobody knows', () => {
    const steps: Record<string, () => unknown> = {
      delivery: () => deliveryStep('toString', 'sent'),
      business: () => mirrorBusiness('', '03'),
      recall: () => recallStep('Requested', '15'),
      amendment: () => amendmentStep('__proto__', '15'),
    };
    for (const [machine, step] of Object.entries(steps)) {
      it(`is refused by the machine ${machine}`, () => {
        const error = refusalOf(step);
        expect([error.code, error.detail['machine']]).to.deep.equal(['lifecycle.unknown-state', machine]);
      });
    }
  });
});

function forward(from: BusinessState, code: BusinessCode): boolean {
  const to = businesses.find((state) => state === code);
  const refusedTooLate = code === '02' && businessRank[from] > 1;
  return to !== undefined && from !== '02' && !refusedTooLate && businessRank[to] > businessRank[from];
}
