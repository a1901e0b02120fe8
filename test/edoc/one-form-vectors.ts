/** Runs the vectors of one kind of file: what is right reads and writes to the same octets, what is wrong is refused. */
import { expect } from 'chai';
import { EdocError } from '../../src/errors.js';
import { asJson, vectorsOf } from './vector-files.js';

export function describeVectors<Value>(
  group: 'receipt' | 'ping' | 'missing' | 'directory' | 'resync',
  read: (signed: Buffer) => Value,
  write: (value: Value) => { head: string; tail: string },
  input = 'signed.xml',
): void {
  const vectors = vectorsOf(group);
  const right = vectors.filter(({ expect }) => expect['value'] !== undefined);
  const wrong = vectors.filter(({ expect }) => expect['code'] !== undefined);

  describe(`the vectors of ${group}`, () => {
    it('are each right or wrong, and mostly wrong', () => {
      expect(right.length + wrong.length).to.equal(vectors.length);
      expect(wrong.length).to.be.greaterThan(right.length);
    });

    for (const vector of right) {
      it(`reads ${vector.name} and writes the same octets`, () => {
        const signed = vector.file(input);
        const value = read(signed);
        expect(asJson(value)).to.deep.equal(vector.expect['value']);
        const { head, tail } = write(value);
        expect(head + tail).to.equal(signed.toString());
      });
    }

    for (const vector of wrong) {
      it(`refuses ${vector.name}`, () => {
        const error = refusalOf(() => read(vector.file(input)));
        expect({
          code: error.code,
          ...(error.place === undefined ? {} : { place: error.place }),
        }).to.deep.equal(vector.expect);
        expect(error.detail['reason']).to.be.a('string').that.is.not.empty;
      });
    }
  });
}

/** What an action is refused with; anything else that it throws, or nothing, fails the test. */
export function refusalOf(action: () => unknown): EdocError {
  try {
    action();
  } catch (error) {
    if (error instanceof EdocError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
