import type { Diagnostic, FileId, Severity, Span } from '@nginx-lint/core';
import { isOnDisk } from '@nginx-lint/disk';
import { linked } from '../hyperlinks.ts';
import type { Palette, Style } from '../style.ts';
import { visible } from '../visible.ts';
import { type FramedLine, frame } from './frame.ts';
import { pageOf } from './pages.ts';
import { type Report, summarise, summaryLine } from './report.ts';

export interface PrettyOptions {
  readonly palette: Palette;
  /** Of the terminal; lines of the source are cut to it. */
  readonly columns: number;
  /** Files and rules lead to where they can be read. */
  readonly links: boolean;
}

/** For people: each problem with its line, the places it has to do with, and what helps. Empty when there is none. */
export function pretty(report: Report, options: PrettyOptions): string {
  if (report.diagnostics.length === 0) return '';
  const explained = new Set<string>();
  let text = '';
  for (const diagnostic of report.diagnostics) {
    text += block(diagnostic, report, options, !explained.has(diagnostic.rule));
    explained.add(diagnostic.rule);
  }
  const summary = summarise(report);
  const fixable = summary.fixable > 0 ? `, ${summary.fixable} with a safe fix` : '';
  return `${text}${options.palette.strong(summaryLine(summary) + fixable)}\n`;
}

/** `explain`: the first of its rule, which also says where to read more. */
function block(diagnostic: Diagnostic, report: Report, options: PrettyOptions, explain: boolean): string {
  const { palette } = options;
  const tint = tintOf(diagnostic.severity, palette);
  const places = [
    place(diagnostic.file, diagnostic.span, report, options),
    ...diagnostic.related.map((related) => place(related.file, related.span, report, options)),
  ];
  const gutter = Math.max(...places.map(({ lines }) => String(lines.at(-1)?.line ?? 1).length));
  const margin = ' '.repeat(gutter);
  const rule = options.links ? linked(diagnostic.rule, pageOf(diagnostic.rule)) : diagnostic.rule;
  let text = `${tint(`${diagnostic.severity}[${rule}]`)}${palette.strong(`: ${visible(diagnostic.message)}`)}\n`;
  for (const [index, { where, lines }] of places.entries()) {
    const related = diagnostic.related[index - 1];
    const mark = related === undefined ? { sign: '^', tint } : { sign: '-', tint: palette.frame };
    const note = related === undefined ? '' : `: ${visible(related.message)}`;
    text += `${margin}${palette.frame(related === undefined ? '-->' : ':::')} ${where}${note}\n`;
    text += drawn(lines, gutter, mark, palette);
  }
  for (const fix of diagnostic.fixes)
    text += help(
      margin,
      'help',
      `${visible(fix.title)}${fix.safe ? '' : ' (check that this is what you mean)'}`,
      palette,
    );
  if (explain) text += help(margin, 'why', `nginx-lint rules ${diagnostic.rule}`, palette);
  return `${text}\n`;
}

function help(margin: string, word: string, text: string, palette: Palette): string {
  return `${margin} ${palette.frame('=')} ${palette.strong(`${word}:`)} ${text}\n`;
}

interface Place {
  readonly where: string;
  readonly lines: readonly FramedLine[];
}

function place(file: FileId, span: Span, report: Report, { columns, links }: PrettyOptions): Place {
  const source = report.source(file);
  const name = visible(report.nameOf(file));
  if (source === null) return { where: name, lines: [] };
  const { line, column } = source.lines.positionAt(span.start);
  const where = `${name}:${line}:${column}`;
  const room = Math.max(columns - String(source.lines.count).length - 4, 20);
  return { where: links && isOnDisk(file) ? linked(where, file) : where, lines: frame(source, span, room) };
}

function drawn(
  lines: readonly FramedLine[],
  gutter: number,
  mark: { readonly sign: string; readonly tint: Style },
  palette: Palette,
): string {
  const bar = (label: string) => palette.frame(`${label.padStart(gutter)} |`);
  let text = lines.length === 0 ? '' : `${bar('')}\n`;
  for (const [index, { line, text: code, indent, width }] of lines.entries()) {
    const previous = lines[index - 1];
    if (previous !== undefined && line > previous.line + 1) text += `${palette.frame('...')}\n`;
    text += `${bar(String(line))} ${code}`.trimEnd();
    text += `\n${bar('')} ${' '.repeat(indent)}${mark.tint(mark.sign.repeat(width))}\n`;
  }
  return text;
}

function tintOf(severity: Severity, palette: Palette): Style {
  return palette[severity];
}
