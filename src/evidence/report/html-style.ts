/** The style of the page, for screen and paper. Colours keep a contrast of 4.5 to 1 and are never alone. */
export const pageStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.45 "Times New Roman", Tinos, serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
header { text-align: center; margin-bottom: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; }
header p { margin: .25rem 0 0; color: #444; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #1a1a1a; }
h3 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #888; }
h4 { font-size: 1rem; margin: 1.1rem 0 .3rem; }
p { margin: .3rem 0; }
.good { color: #14622a; }
.bad { color: #a4161a; }
.unsure { color: #7a4b00; }
.quiet { color: #505050; }
.bold { font-weight: bold; }
.verdict { border: 3px solid; padding: .75rem 1.25rem; margin: 1rem 0 1.5rem; }
.verdict .word { font-size: 1.6rem; font-weight: bold; margin: 0; }
.verdict p { color: #1a1a1a; }
.verdict .word { color: inherit; }
.verdict .remark { font-weight: bold; }
.verdict .remark.bad { color: #a4161a; }
.verdict .remark.unsure { color: #7a4b00; }
.verdict .code { font: .85rem/1.4 ui-monospace, monospace; color: #505050; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; padding: .15rem 0; border-bottom: 1px dotted #bbb; }
dt { color: #444; }
dd { margin: 0; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: .3rem 0 .8rem; font-size: .93rem; }
th, td { border: 1px solid #999; padding: .25rem .45rem; text-align: left; vertical-align: top; }
th { background: #eee; }
ul.findings { list-style: none; padding: 0; margin: 0; }
ul.findings li { border-left: 4px solid; padding: .1rem .75rem; margin: .5rem 0; }
ul.findings li p { color: #1a1a1a; }
.todo { padding-left: 1rem; }
.place { font-style: italic; }
code { font: .8rem ui-monospace, monospace; color: #505050; }
.sign { margin: 3rem 0 0 auto; width: 18rem; text-align: center; min-height: 8rem; break-inside: avoid; }
.sign p:first-child { font-weight: bold; }
.sign p { margin: 0; }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; gap: 0; } }
@page { size: A4; margin: 20mm 15mm 20mm 25mm; }
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  tr, li, dl div, .verdict { break-inside: avoid; }
  .sign { break-before: avoid; }
  thead { display: table-header-group; }
  .verdict, .good, .bad, .unsure, th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
