import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { checkMessage } from '../../src/edoc/index.js';
import { plainDocument } from './messages.js';

const spec = readFileSync(new URL('../../../spec/edxml.md', import.meta.url), 'utf8');
const rules = [...spec.matchAll(/^ {3}(first|last|all|short|type) +(\S.*)$/gm)].map(
  ([, where = '', source = '']) => ({ where, expression: expressionOf(source) }),
);

function expressionOf(source: string): RegExp {
  const full = source
    .replaceAll('{M}', '(?:tuyệt mật|tối mật|mật)')
    .replaceAll('{B}', '(?:tuyet[ _]mat|toi[ _]mat)');
  return new RegExp(full, source.includes('TUYỆT') ? 'u' : 'iu');
}

/** As section 3, rule 8 says it, without a look at the code. */
function markedBySpec(text: string, isTypeName: boolean): boolean {
  const even = text.normalize('NFC').replace(/\s+/g, ' ');
  const seen: Readonly<Record<string, string | undefined>> = {
    first: even.slice(0, 120),
    last: even.slice(-120),
    all: even,
    short: even.length <= 120 ? even : undefined,
    type: isTypeName ? even : undefined,
  };
  return rules.some(({ where, expression }) => expression.test(seen[where] ?? ''));
}

function markedByCode(change: object): boolean {
  return checkMessage({ ...plainDocument(), ...change }).findings.some(({ code }) => code === 'edxml.secret');
}

describe('the expressions for marks of secrecy in spec/edxml.md', () => {
  const before = ['', ' ', '[', '(', '*"', '<', 'Công văn ', 'bảo ', 'V/v [', 'V/v (', 'Độ mật: ', 'a', '– '];
  const marks = ['mật', 'MẬT', 'Tối mật', 'TUYỆT  MẬT', 'tuyet mat', 'TOI_MAT', 'mat', 'Ma\u0323\u0302t'];
  const after = [
    '',
    ']',
    ')',
    ') ',
    ').pdf',
    ': a',
    ' - a',
    '-a',
    '_a',
    ' a',
    ' khẩu',
    '…',
    '!',
    '"* x',
    ` ${'a'.repeat(120)}`,
  ];
  const texts = before.flatMap((start) =>
    marks.flatMap((middle) => after.map((end) => start + middle + end)),
  );

  it('are there', () => {
    expect(rules.map(({ where }) => where)).to.deep.equal([
      ...Array(5).fill('first'),
      'last',
      'all',
      'all',
      'short',
      'type',
    ]);
  });

  it('find in a subject what the code finds, of texts of both kinds', () => {
    const differing = texts.filter((subject) => markedBySpec(subject, false) !== markedByCode({ subject }));
    expect(differing).to.deep.equal([]);
    const found = texts.filter((text) => markedBySpec(text, false)).length;
    expect(found)
      .to.be.greaterThan(300)
      .and.lessThan(texts.length - 300);
  });

  it('find in a type name what the code finds', () => {
    const differing = texts.filter(
      (typeName) => markedBySpec(typeName, true) !== markedByCode({ documentType: { typeName } }),
    );
    expect(differing).to.deep.equal([]);
  });
});
