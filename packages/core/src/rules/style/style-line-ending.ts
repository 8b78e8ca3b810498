import type { FileEdit } from '../../lint/diagnostic.ts';
import { lineBreak } from '../../lint/edits.ts';
import { defineRule, type ReportExtra } from '../../lint/rule.ts';
import type { SourceFile } from '../../syntax/nodes.ts';
import type { Span } from '../../text/span.ts';

export default defineRule(
  {
    id: 'style-line-ending',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'Lines end as on Windows, the last line does not end, or bytes are no text',
      why: 'nginx takes a carriage return for a space. For shell scripts, `sed` and templates it is a character of what they read. Some of them also skip a last line without an end. Bytes that are not UTF-8 look different in each editor, and a NUL byte makes tools take the file for a binary one.',
      bad: 'listen 8080;\r\nroot /srv;\r\n',
      good: 'listen 8080;\nroot /srv;\n',
      context: 'http, server',
      silent: [
        'for line ends inside quoted text and Lua code, which belong to the text',
        'for a byte order mark, which nginx refuses and `unknown-directive` reports',
      ],
      severities: ['`warning` for a NUL byte, and for bytes that are not UTF-8'],
      remedy:
        'Let `--fix` write the line ends. If lines have to end in CRLF, set the option `ends`. Save the file as UTF-8.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { ends: 'lf' },
    optionDocs: { ends: '`lf`, `crlf`, or `same` for whatever most lines of the file have.' },
    messages: {
      ends: ({ count, found, wanted }: { count: number; found: string; wanted: string }) =>
        `${count === 1 ? 'this line ends' : `${count} lines end`} in ${found}, which tools other than nginx stumble over; end ${count === 1 ? 'it' : 'them'} in ${wanted}`,
      open: () => 'the last line of the file does not end, and some tools skip such a line; end it',
      nul: () => 'a NUL byte, for which most tools take the file for a binary one; delete it or save the file as UTF-8',
      encoding: () => 'this byte is not UTF-8 and looks different in each editor; save the file as UTF-8',
    },
  },
  (ctx) => ({
    files(file) {
      const loud: ReportExtra = { severity: 'warning' };
      const nul = file.text.indexOf('\0');
      if (nul !== -1) ctx.reportInFile(file.id, { start: nul, end: nul + 1 }, 'nul', undefined, loud);
      const odd = file.encoding === 'utf-8' ? -1 : firstBeyondUtf8(file.text);
      if (odd !== -1) ctx.reportInFile(file.id, { start: odd, end: odd + 1 }, 'encoding', undefined, loud);
      if (file.problems.length > 0 || file.text === '') return;
      const plain = ctx.options.ends !== 'crlf' && !file.text.includes('\r');
      const crlf = !plain && wantsCrlf(file, ctx.options.ends);
      const wrong = plain ? [] : lineEnds(file).filter(({ start, end }) => end - start > 1 !== crlf);
      const [first] = wrong;
      if (first !== undefined) {
        const edits = wrong.map((span): FileEdit => ({ file: file.id, span, text: crlf ? '\r\n' : '\n' }));
        const [wanted, found] = crlf ? ['CRLF', 'LF'] : ['LF', 'CRLF'];
        const fixes = [{ title: `End them in ${wanted}`, safe: true, edits }];
        const span = { start: first.start, end: first.start + 1 };
        ctx.reportInFile(file.id, span, 'ends', { count: wrong.length, found, wanted }, { fixes });
      }
      if (file.text.endsWith('\n')) return;
      const end = file.text.length;
      const edits = [
        { file: file.id, span: { start: end, end }, text: first ? (crlf ? '\r\n' : '\n') : lineBreak(file) },
      ];
      const fixes = [{ title: 'End the last line', safe: true, edits }];
      ctx.reportInFile(file.id, { start: end - 1, end }, 'open', undefined, { fixes });
    },
  }),
);

/** The ends of lines that are not inside of a text, with the carriage returns before them. */
function lineEnds({ text, tokens }: SourceFile): readonly Span[] {
  const ends: Span[] = [];
  for (const [index, { kind, start, end }] of tokens.entries()) {
    if (kind !== 'blank') continue;
    for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
      // A comment reaches to the line feed, and has what stands before it.
      const from = tokens[index - 1]?.kind === 'comment' ? (tokens[index - 1]?.start ?? start) : start;
      let before = at;
      while (before > from && text.charAt(before - 1) === '\r') before--;
      ends.push({ start: before, end: at + 1 });
    }
  }
  return ends;
}

function wantsCrlf(file: SourceFile, wanted: string): boolean {
  if (wanted !== 'same') return wanted === 'crlf';
  const ends = lineEnds(file);
  return ends.filter(({ start, end }) => end - start > 1).length * 2 > ends.length;
}

/** Of a text in which each byte is a character: the first that no UTF-8 has there; -1 where there is none. */
function firstBeyondUtf8(text: string): number {
  const sequence = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[^\0-\x7f]/g;
  for (const { index, 0: found } of text.matchAll(sequence)) if (found.length === 1) return index;
  return -1;
}
