/** For a clerk at the command line a field of edXML is an option: says which one fills it. */
import { EdocError, type Finding } from '../../errors.js';

const options: readonly (readonly [field: string, option: string])[] = [
  ['MessageHeader.PromulgationInfo.PromulgationDate', '--date'],
  ['MessageHeader.PromulgationInfo', '--place'],
  ['MessageHeader.SignerInfo.Position', '--position'],
  ['MessageHeader.SignerInfo.Competence', '--competence'],
  ['MessageHeader.SignerInfo', '--signer'],
  ['MessageHeader.OtherInfo.Priority', '--priority'],
  ['MessageHeader.Code.CodeNotation', '--notation'],
  ['MessageHeader.Code', '--number'],
  ['MessageHeader.DocumentType', '--type'],
  ['MessageHeader.Subject', '--subject'],
  ['MessageHeader.Content', '--content'],
  ['MessageHeader.DueDate', '--due'],
  ['MessageHeader.From', '--from'],
  ['MessageHeader.To', '--to'],
];

/** `--subject (MessageHeader.Subject)` for a field that an option fills; any other place as it is. */
export function atOption(finding: Finding): Finding {
  const { place } = finding;
  if (place === undefined) return finding;
  const found = options.find(
    ([field]) => place === field || place.startsWith(`${field}.`) || place.startsWith(`${field}[`),
  );
  return found ? { ...finding, place: `${found[1]} (${place})` } : finding;
}

/**
 * Where no summary is given the subject stands for it: what is wrong with the subject is then told once.
 * @param summarised whether the clerk or a ready message gave a summary
 */
export function withoutEcho(findings: readonly Finding[], summarised: boolean): readonly Finding[] {
  if (summarised) return findings;
  const ofSubject = new Set(
    findings.filter(({ place }) => place === 'MessageHeader.Subject').map(({ code }) => code),
  );
  return findings.filter(({ place, code }) => place !== 'MessageHeader.Content' || !ofSubject.has(code));
}

/** The same error with the options named. */
export function withOptions(error: EdocError, summarised: boolean): EdocError {
  const findings = withoutEcho(error.findings, summarised).map(atOption);
  return new EdocError(error.code, {
    place: findings[0]?.place,
    detail: error.detail,
    findings,
    cause: error,
  });
}
