import { expect } from 'chai';
import { EdocError, type ErrorCode } from '../../src/errors.js';

/** The error that the promise was rejected with, which must have this code. */
export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<EdocError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(EdocError).with.property('code', code);
  if (!(outcome instanceof EdocError)) throw new Error('unreachable');
  return outcome;
}
