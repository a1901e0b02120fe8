import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { checkMessage, type ForeignMessage, readEdxml } from '../../src/edoc/index.js';
import { EdocError, type Finding } from '../../src/errors.js';
import { asJson, type Vector, vectorsOf } from './vector-files.js';

/** `spec/edxml.md`, section 7, says what these mean. */
interface Expectation {
  readonly operation: 'read' | 'check';
  readonly refused?: { readonly code: string; readonly place: string | null };
  readonly findings?: readonly object[];
  readonly errors?: readonly object[];
  readonly draft?: object;
  readonly message?: object;
  readonly attachments?: readonly object[];
  readonly signature?: string;
  readonly today?: string;
  readonly foreign?: boolean;
}

describe('the edXML vectors', () => {
  const vectors = vectorsOf('edxml').map((vector) => ({
    vector,
    expected: vector.expect as unknown as Expectation,
  }));

  it('are many, most of them of what is wrong or unusual', () => {
    const plain = vectors.filter(
      ({ expected }) => !expected.refused && !expected.errors?.length && !expected.findings?.length,
    );
    expect(vectors).to.have.length.greaterThan(50);
    expect(plain.length).to.be.lessThan(vectors.length / 3);
  });

  for (const { vector, expected } of vectors) {
    it(`${vector.name}: ${titleOf(vector)}`, () => {
      if (expected.refused) refuses(vector, expected.refused);
      else if (expected.operation === 'read') reads(vector, expected);
      else checks(vector, expected);
    });
  }
});

function titleOf(vector: Vector): string {
  return vector.file('README.md').toString().split('\n\n')[1]?.trim() ?? '';
}

function refuses(vector: Vector, refused: { readonly code: string; readonly place: string | null }): void {
  let thrown: unknown;
  try {
    readEdxml(vector.file('input.edxml'));
  } catch (error) {
    thrown = error;
  }
  expect(thrown).to.be.instanceOf(EdocError);
  expect(thrown).to.include({ code: refused.code });
  if (refused.place !== null) expect(thrown).to.include({ place: refused.place });
}

function reads(vector: Vector, expected: Expectation): void {
  const foreign = readEdxml(vector.file('input.edxml'));
  expect(outline(foreign.findings)).to.deep.equal(expected.findings);
  if (expected.draft) expectPart(asJson(foreign.draft), expected.draft);
  if (expected.signature) expect(foreign.signature).to.equal(expected.signature);
  if (expected.attachments) expect(attachments(foreign)).to.deep.equal(expected.attachments);
}

function checks(vector: Vector, { today, foreign, errors, findings, message }: Expectation): void {
  const { draft } = readEdxml(vector.file('input.edxml'));
  const checked = checkMessage(draft, {
    ...(today === undefined ? {} : { today }),
    ...(foreign === undefined ? {} : { foreign }),
  });
  const wrong = checked.findings.filter(({ severity }) => severity === 'error');
  expect(wrong.map(({ code, place }) => ({ code, place }))).to.deep.equal(errors ?? []);
  expect(checked.message === undefined).to.equal(wrong.length > 0);
  if (findings) expect(outline(checked.findings)).to.deep.equal(findings);
  if (message) expectPart(asJson(checked.message), message);
}

function outline(findings: readonly Finding[]): unknown {
  return findings.map(({ severity, code, place }) => ({ severity, code, place }));
}

function attachments(foreign: ForeignMessage): unknown {
  return foreign.attachments.map(({ name, contentType, bytes }) => ({
    name,
    contentType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
}

/** Every value named in `part` stands in `whole`; lists are compared entire. */
function expectPart(whole: unknown, part: unknown, path = ''): void {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) {
    expect(whole, path).to.deep.equal(part);
    return;
  }
  expect(whole, path).to.be.an('object');
  for (const [name, value] of Object.entries(part)) {
    expectPart(Object.entries(whole ?? {}).find(([key]) => key === name)?.[1], value, `${path}.${name}`);
  }
}
