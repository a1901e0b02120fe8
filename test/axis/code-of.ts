import { EdocError } from '../../src/errors.js';

/** The code with which a promise is rejected; `none` where it is not. Anything but our errors is thrown on. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EdocError) return error.code;
    throw error;
  }
  return 'none';
}
