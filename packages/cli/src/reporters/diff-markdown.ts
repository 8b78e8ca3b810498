import type { DiffJson, EffectiveChangeJson } from '@nginx-lint/core';
import { visible } from '../visible.ts';
import {
  blockText,
  placesText,
  placeText,
  requestText,
  type ShownWitness,
  shownWitnesses,
  sourcesText,
  trailText,
  valueText,
  verdictText,
  whereText,
} from './diff-words.ts';

/** Rows of a table that a comment shows; what is longer nobody reads there. */
const MOST_ROWS = 20;

/** For a comment below a merge request. What comes from the configuration stands in code, so that it stays what it is. */
export function diffMarkdown(json: DiffJson): string {
  const { blocks, order, effective, routing, diagnostics } = json;
  const parts = [
    `### nginx-lint: what ${code(json.old)} → ${code(json.new)} changes`,
    `**Requests:** ${verdictText(json)}`,
  ];
  if (json.changed === null)
    for (const line of [...json.refused.old, ...json.refused.new].slice(0, MOST_ROWS)) parts.push(`- ${code(line)}`);
  parts.push(table(['request', 'before', 'after'], shownWitnesses(routing.witnesses).map(witnessRow)));
  if (routing.doubts.length > 0)
    parts.push(`Not known:\n${routing.doubts.map((doubt) => `- ${code(doubt)}`).join('\n')}`);
  const lines = [
    ...blocks.map(
      (change) => `- ${code(blockText(change))} (${code(placesText(change.old?.at ?? null, change.new?.at ?? null))})`,
    ),
    ...order.map(
      ({ old, new: next, path }) =>
        `- ${code(trailText(next))} comes before ${code(old.name)} now, and both match ${code(path)}`,
    ),
  ];
  if (lines.length > 0) parts.push(`**Blocks**\n\n${lines.join('\n')}`);
  for (const [category, title] of CATEGORIES) {
    const rows = effective.filter((each) => each.category === category).map(effectiveRow);
    if (rows.length > 0) parts.push(`**${title}**`, table(['where', 'directive', 'change', 'place'], rows));
  }
  for (const [title, found] of [
    ['New findings', diagnostics.new] as const,
    ['Findings that are gone', diagnostics.gone] as const,
  ])
    if (found.length > 0)
      parts.push(
        `**${title}**`,
        table(
          ['rule', 'message', 'place'],
          found.map(({ rule, message, at }) => [code(rule), code(message), code(placeText(at))]),
        ),
      );
  if (json.changed?.any === false) parts.push('Nothing else differs.');
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const CATEGORIES = [
  ['tls', 'TLS'],
  ['headers', 'Headers'],
  ['other', 'Settings'],
] as const;

function witnessRow({ witness, more }: ShownWitness): readonly string[] {
  const details = witness.details.slice(0, 4).map(code);
  const [lost, gained] = [
    details.filter((line) => line.includes('`- ')),
    details.filter((line) => line.includes('`+ ')),
  ];
  return [
    code(requestText(witness)) + (more > 0 ? ` and ${more} more` : ''),
    [code(witness.old.answer), ...lost].join('<br>'),
    [code(witness.new.answer), ...gained].join('<br>'),
  ];
}

function effectiveRow(change: EffectiveChangeJson): readonly string[] {
  const note = change.notInherited ? ' (it has lines of its own now, and inherits none)' : '';
  return [code(whereText(change)), code(change.directive), code(valueText(change)) + note, code(sourcesText(change))];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const shown = rows.slice(0, MOST_ROWS).map(line);
  const more = rows.length > MOST_ROWS ? `\n\nand ${rows.length - MOST_ROWS} more` : '';
  return [line(head), line(head.map(() => '---')), ...shown].join('\n') + more;
}

/** Text as code, whatever it holds: a longer fence than any run of backticks in it, and no end of a cell. */
function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  if (shown === '') return '';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
