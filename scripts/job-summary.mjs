// A report of `nginx-lint --format json` as Markdown, for the summary of a job: node job-summary.mjs REPORT
import { readFileSync } from 'node:fs';

/** More rows than these nobody reads, and GitHub takes 1 MB. */
const MOST_ROWS = 200;
const MARKS = { error: '🔴', warning: '🟠', info: '🔵', hint: '⚪' };

const { diagnostics, summary } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function cell(text) {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|`*_<>[\]]/g, '\\$&');
}

function row({ severity, file, range, message, rule }) {
  return `| ${MARKS[severity]} ${severity} | ${cell(file)}:${range.start.line} | ${cell(message)} | ${cell(rule)} |`;
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const counts = [
  [summary.errors, 'error'],
  [summary.warnings, 'warning'],
  [summary.infos, 'info'],
  [summary.hints, 'hint'],
].filter(([count]) => count > 0);
const found = counts.map(([count, noun]) => counted(count, noun)).join(', ') || 'No problems';
const lines = ['## nginx-lint', '', `${found} in ${counted(summary.files, 'file')}.`];
if (diagnostics.length > 0) {
  lines.push('', '| | where | what | rule |', '| --- | --- | --- | --- |', ...diagnostics.slice(0, MOST_ROWS).map(row));
  if (diagnostics.length > MOST_ROWS) lines.push('', `… and ${diagnostics.length - MOST_ROWS} more.`);
}
console.log(lines.join('\n'));
