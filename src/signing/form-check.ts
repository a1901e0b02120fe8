/** Whether a Signature is in the one form, and what in it is not. `spec/signature.md`, section 4, point 3. */
import type { Findings } from './findings.js';
import { readValues, type SignatureValues, writeSignature } from './form.js';
import type { CommonValues } from './form-pieces.js';
import { limits } from './limits.js';
import { lowerS, suiteOfUri } from './suites.js';

/** Reads the values, writes the Signature anew and compares; the values come back also where it differs. */
export function inspectForm(signature: string, findings: Findings): SignatureValues | undefined {
  return inspectWritten(signature, readValues(signature), writeSignature, findings);
}

/** The same for any form: `text` is what `write` must make of the values that were read in it. */
export function inspectWritten<Values extends CommonValues>(
  text: string,
  values: Values | undefined,
  write: (values: Values) => string,
  findings: Findings,
): Values | undefined {
  if (!values) {
    findings.error('seal.form');
    return undefined;
  }
  const count = values.certificates.length;
  if (count > limits.certificates) {
    findings.error('seal.limit', {
      detail: { name: 'certificates', value: count, max: limits.certificates },
    });
    return undefined;
  }
  const written = write(values);
  if (written !== text) inspectDifference(text, written, findings);
  const suite = suiteOfUri(values.algorithm);
  if (!suite) algorithmFinding(values.algorithm, findings);
  else if (suite === 'ecdsa-sha256' && !lowerS(values.value).equals(values.value)) {
    findings.error('seal.form', { place: 'ds:SignatureValue' });
  }
  return values;
}

/** Says by what algorithm or else by what element the two begin to differ. */
function inspectDifference(signature: string, written: string, findings: Findings): void {
  let offset = 0;
  while (signature[offset] === written[offset]) offset++;
  const same = written.slice(Math.max(0, offset - 200), offset);
  const begun = /Algorithm="([^"]*)$/.exec(same)?.[1];
  if (begun !== undefined) {
    algorithmFinding(begun + signature.slice(offset).split('"', 1)[0], findings);
    return;
  }
  const element = /<\/?([\w:]+)[^<]*$/.exec(same)?.[1];
  findings.error('seal.form', element === undefined ? {} : { place: element });
}

function algorithmFinding(algorithm: string, findings: Findings): void {
  findings.error('seal.algorithm', { detail: { algorithm: algorithm.slice(0, 100) } });
}
