import { counted } from '../reporters/report.ts';
import { story } from '../reporters/story.ts';
import type { Palette } from '../style.ts';
import { visible } from '../visible.ts';
import type { FileResult, TestResult } from './run-tests.ts';

/** For people: each test with its mark, and below a failed one what differs and how nginx came to it. */
export function pretty(files: readonly FileResult[], palette: Palette, columns: number): string {
  const blocks = files.map(
    ({ name, entry, results }) =>
      `${palette.strong(visible(name))}\n${results.map((result) => shown(result, name, entry, palette, columns)).join('')}`,
  );
  const all = files.flatMap(({ results }) => results);
  const failed = all.filter(({ mismatches }) => mismatches.length > 0).length;
  const end =
    failed === 0
      ? palette.strong(`${counted(all.length, 'test')}, all ok`)
      : palette.error(`${failed} of ${counted(all.length, 'test')} failed`);
  return `${blocks.join('\n')}\n${end}\n`;
}

function shown(
  { test, line, mismatches, outcome, unseen }: TestResult,
  file: string,
  { model, nameOf }: FileResult['entry'],
  palette: Palette,
  columns: number,
): string {
  const ok = mismatches.length === 0;
  const mark = ok ? palette.hint('ok    ') : palette.error('failed');
  const method = test.method === null || test.method === 'GET' ? '' : `${test.method} `;
  const asked = `${method}${test.url}`;
  const title = test.name === null ? asked : `${test.name}: ${asked}`;
  const notes = unseen.map(
    (path) => `          ${palette.faint(`as if ${visible(path)}, which is not here, held nothing`)}\n`,
  );
  if (ok) return `  ${mark}  ${visible(title)}\n${notes.join('')}`;
  const differences = mismatches.map(({ path, expected, got, hint, line: at }) =>
    [
      `      ${palette.frame(`${visible(file)}:${at}`)}  ${palette.strong(visible(path.join('.')))}\n`,
      `        expected  ${visible(expected)}\n`,
      `        got       ${visible(got)}\n`,
      hint === null ? '' : `        ${palette.faint(visible(hint))}\n`,
    ].join(''),
  );
  const trace = story(outcome, model, test.url, { palette, columns: Math.max(columns - 6, 40), nameOf });
  const place = palette.faint(`(${visible(file)}:${line})`);
  return `  ${mark}  ${visible(title)}  ${place}\n${differences.join('')}${notes.join('')}\n${indented(trace, 6)}\n`;
}

function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}
