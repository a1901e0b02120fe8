/** The report as one page of HTML: no scripts, nothing from outside, fit for printing; all text is escaped. */
import { createHash } from 'node:crypto';
import {
  type Block,
  type Cell,
  type FindingBlock,
  marks,
  type Pair,
  type Remark,
  type Tone,
  toneOf,
} from './blocks.js';
import { pageStyle } from './html-style.js';
import type { Report } from './model.js';
import { outlineReport } from './outline.js';
import { reportWords } from './report-words.js';
import { say, type Writing } from './writing.js';

export function htmlReport(report: Report, writing: Writing): string {
  const title = escaped(say(writing, reportWords.title));
  // The one style is named by its digest, so that no other is obeyed, whatever came in with the text.
  const style = createHash('sha256').update(pageStyle).digest('base64');
  return [
    '<!DOCTYPE html>',
    `<html lang="${writing.language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="generator" content="${escaped(`${report.tool.name} ${report.tool.version}`)}">`,
    `<title>${title}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...outlineReport(report, writing).map(blockHtml),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'title':
      return `<header><h1>${escaped(block.text)}</h1><p>${escaped(block.under)}</p></header>`;
    case 'verdict': {
      const tone = toneOf[block.indication];
      const lines = block.lines.map(remarkHtml).join('');
      return (
        `<section class="verdict ${tone}"><p class="word">${mark(tone)} ${escaped(block.text)}</p>` +
        `${lines}<p class="code">${escaped(block.code)}</p></section>`
      );
    }
    case 'heading': {
      const { level, text, tone } = block;
      const marked = tone ? `<span class="${tone}">${mark(tone)}</span> ` : '';
      return `<h${level}>${marked}${escaped(text)}</h${level}>`;
    }
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'pairs':
      return `<dl>${block.pairs.map(pairHtml).join('')}</dl>`;
    case 'table': {
      const head = block.columns.map(({ title }) => `<th scope="col">${escaped(title)}</th>`).join('');
      const shares = block.columns.reduce((sum, { share }) => sum + share, 0);
      // Not by a style, which the policy of the page forbids.
      const widths = block.columns.map(({ share }) => `<col width="${Math.round((100 * share) / shares)}%">`);
      const rows = block.rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`);
      return `<table><colgroup>${widths.join('')}</colgroup><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
    }
    case 'findings':
      return `<ul class="findings">${block.findings.map(findingHtml).join('\n')}</ul>`;
    case 'sign':
      return `<section class="sign"><p>${escaped(block.text)}</p><p>${escaped(block.under)}</p></section>`;
  }
}

function remarkHtml({ text, tone }: Remark): string {
  if (!tone) return `<p>${escaped(text)}</p>`;
  return `<p class="remark ${tone}">${mark(tone)} ${escaped(text)}</p>`;
}

function pairHtml({ name, lines }: Pair): string {
  return `<div><dt>${escaped(name)}</dt><dd>${lines.map(escaped).join('<br>')}</dd></div>`;
}

function cellHtml({ text, tone, bold }: Cell): string {
  const marked = tone ? `${mark(tone)} ` : '';
  const classes = [tone, bold ? 'bold' : undefined].filter((name) => name !== undefined).join(' ');
  return `<td${classes === '' ? '' : ` class="${classes}"`}>${marked}${text.split('\n').map(escaped).join('<br>')}</td>`;
}

function findingHtml({ tone, severity, place, text, todo, code }: FindingBlock): string {
  const where = place === undefined ? '' : `<span class="place">${escaped(place)}</span> `;
  return (
    `<li class="${tone}"><p><b class="${tone}">${mark(tone)} ${escaped(severity)}:</b> ${where}${escaped(text)} ` +
    `<code>${escaped(code)}</code></p><p class="todo">→ ${escaped(todo)}</p></li>`
  );
}

/** For eyes only: the words beside it say the same. */
function mark(tone: Tone): string {
  return `<span aria-hidden="true">${marks[tone]}</span>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
