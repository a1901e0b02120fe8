/** `spec/vectors/evidence/README.md`. */
export const readme = `# Test vectors of evidence (../../evidence.md)

Each folder is one file to verify and the answer: \`input.xml\` and \`expect.json\`. \`trust.pem\` is the trust anchor of seals and stamps,
\`stamp-trust.pem\` that of stamps where \`stampTrust\` is true.

| member | meaning |
|---|---|
| about | what is special about the file |
| kind | which kind of sealed file the caller expects: packet, receipt |
| at | the time of verification |
| revocation | the policy: soft or hard |
| stampTrust | the anchor of time-stamp authorities is \`stamp-trust.pem\`; where absent, \`trust.pem\` |
| given | CRLs and OCSP responses that the verifier has itself: DER, base64 |
| accepted | no finding is an error: \`signer\` is the agency code of the seal, \`level\` the level that is reached, \`provenAt\` the proven time, absent where none is |
| refused | the codes of all findings that are errors, in the order of section 3; the first is the code of the refusal |
| warnings | the codes of all findings that are warnings, in their order |

A second implementation must accept the accepted with their level and proven time, and refuse the refused with the first code; the rest is for
verifiers that report all findings. The files were written by \`scripts/make-evidence-vectors.ts\` with the public test keys in \`../keys\`; it
shares no code with the product.

| key | of |
|---|---|
| root, intermediate, agency, agency-ecdsa | as in \`../signature\` |
| tsa | every time-stamp authority |
| ocsp | every OCSP responder but the root itself |
| other-root | the root of a foreign time-stamp authority, and a root of the same name as the anchor that nobody trusts |
| second-intermediate | an authority that may not sign lists |
`;
