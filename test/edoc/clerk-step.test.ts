import { expect } from 'chai';
import {
  type AmendmentState,
  answerTo,
  type BusinessCode,
  type BusinessState,
  clerkMay,
  clerkStep,
  type RecallState,
} from '../../src/edoc/index.js';
import { refusalOf } from './one-form-vectors.js';

const businesses: readonly BusinessState[] = ['none', '01', '02', '03', '04', '05', '06'];
const codes: readonly BusinessCode[] = ['01', '02', '03', '04', '05', '06', '13', '15', '16'];
const recalls: readonly RecallState[] = ['none', 'requested', 'agreed', 'declined'];
const amendments: readonly AmendmentState[] = ['none', 'asked', 'agreed', 'declined'];

/** How far a state is on its way. */
const businessRank: Record<BusinessState, number> = {
  none: 0,
  '01': 1,
  '02': 9,
  '03': 3,
  '04': 4,
  '05': 5,
  '06': 9,
};

describe("what a recipient's clerk may do", () => {
  for (const business of businesses) {
    for (const recall of recalls) {
      for (const amendment of amendments) {
        it(`at ${business}, recall ${recall}, amendment ${amendment}: every code steps forward or is refused`, () => {
          for (const code of codes) {
            if (!clerkMay(business, recall, code, amendment)) {
              const error = refusalOf(() => clerkStep(business, recall, code, amendment));
              expect(error.code).to.equal('status.not-allowed');
              expect(error.detail).to.include({ code });
              continue;
            }
            const next = clerkStep(business, recall, code, amendment);
            const changed = [
              next.business !== business,
              next.recall !== recall,
              next.amendment !== amendment,
            ];
            expect(changed.filter(Boolean), code).to.have.lengthOf(1);
            expect(businessRank[next.business]).to.be.at.least(businessRank[business]);
            expect(recall, 'a withdrawn document takes no step').to.not.equal('agreed');
            expect(code, 'who asks a document back is its sender').to.not.equal('13');
            expect(code, 'arrival is told by the node').to.not.equal('01');
          }
        });
      }
    }
  }

  it('is no further step at 02 and 06', () => {
    const steps = codes.slice(0, 6);
    for (const business of ['02', '06'] as const) {
      expect(steps.filter((code) => clerkMay(business, 'none', code))).to.deep.equal([]);
    }
  });

  it('is told in the refusal of what may not be done', () => {
    const error = refusalOf(() => clerkStep('03', 'requested', '02'));
    expect(error.detail).to.deep.equal({ code: '02', state: '03', allowed: '04, 05, 06, 15, 16' });
    expect(refusalOf(() => clerkStep('03', 'agreed', '05')).detail).to.deep.equal({
      code: '05',
      state: '15',
      allowed: '–',
    });
  });

  it('includes one answer to an amendment from 01 on, unless the document was refused', () => {
    const answerable = businesses.filter((business) => clerkMay(business, 'none', '15', 'asked'));
    expect(answerable).to.deep.equal(['01', '03', '04', '05', '06']);
  });

  it('leaves both ends alike, however the answers to an update and to its recall cross with the recall', () => {
    for (const first of ['15', '16'] as const) {
      for (const second of ['15', '16'] as const) {
        for (const crossed of [true, false]) {
          const recipient = recipientOf(first, second, crossed);
          const sender = senderOf([first, second]);
          expect(sender, `${first} ${second} ${crossed}`).to.deep.equal(recipient);
        }
      }
    }
  });
});

/** An update is recalled while its first answer may be on its way (`crossed`). */
function recipientOf(first: BusinessCode, second: BusinessCode, crossed: boolean) {
  const arrived = { business: '01', recall: crossed ? 'none' : 'requested', amendment: 'asked' } as const;
  const once = clerkStep(arrived.business, arrived.recall, first, arrived.amendment);
  return clerkStep(once.business, 'requested', second, once.amendment);
}

function senderOf(answers: readonly BusinessCode[]) {
  let at = {
    business: '01' as const,
    recall: 'requested' as RecallState,
    amendment: 'asked' as AmendmentState,
  };
  for (const code of answers) at = { ...at, ...answerTo(at.business, at.recall, code, at.amendment) };
  return at;
}
