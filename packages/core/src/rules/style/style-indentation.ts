import { type CodeLine, eachCodeLine } from '../../lint/code-lines.ts';
import type { FileEdit } from '../../lint/diagnostic.ts';
import { DEEPEST, habitsOf, indentationOf, isEven, isIndentedBy } from '../../lint/indentation.ts';
import { defineRule } from '../../lint/rule.ts';
import type { SourceFile } from '../../syntax/nodes.ts';
import type { Span } from '../../text/span.ts';

export default defineRule(
  {
    id: 'style-indentation',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'The indentation does not show the depth of the blocks',
      why: 'Readers take the depth of a line from its indentation. Where both differ, a directive seems to belong to a block that it does not belong to.',
      bad: 'location / {\nroot /srv;\n}',
      good: 'location / {\n    root /srv;\n}',
      context: 'http, server',
      silent: [
        'inside quoted text and Lua code',
        'for the further lines of a statement, as long as they are indented more than its first',
        'for comments that stand at the beginning of the line, below each other or behind another comment',
      ],
      remedy: 'Let `--fix` indent the lines. Without the options it indents as most of the file does.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { spaces: 0, tabs: false },
    optionDocs: {
      spaces: 'Spaces for each level of blocks; 0: what the file uses most often.',
      tabs: 'One tab for each level instead.',
    },
    messages: {
      wrong: ({ found, wanted }: { found: string; wanted: string }) =>
        `this line is indented by ${found}, which does not show its depth; indent it by ${wanted}`,
    },
  },
  (ctx) => ({
    files(file) {
      if (file.problems.length > 0) return;
      const { spaces, tabs } = ctx.options;
      const chosen = tabs ? '\t' : spaces > 0 ? ' '.repeat(spaces) : null;
      if (isEven(file, chosen)) return;
      const { base, unit: usual } = habitsOf(file);
      const unit = chosen ?? usual;
      /** By depth. */
      const rights: string[] = [];
      const before: Mutable<Before> = { kind: 'statement', number: 0 };
      let leader: Wrong | null = null;
      let wanted = base;
      const tell = (wrong: Wrong): void => {
        const data = { found: shown(wrong.found), wanted: shown(wrong.wanted) };
        ctx.reportInFile(file.id, wrong.span, 'wrong', data, {
          fixes: [{ title: 'Indent the line', safe: true, edits: wrong.edits }],
        });
      };
      eachCodeLine(file, (line) => {
        if (line.depth > DEEPEST) return;
        const follows = isFollower(line, before);
        before.kind = line.kind;
        before.number = line.number;
        if (follows) {
          if (leader !== null) leader.edits.push(...moved(file, line, leader));
          else if (isTooFarLeft(file, line, wanted)) tell(wrongAt(file, line, wanted + unit));
          return;
        }
        if (leader !== null) tell(leader);
        wanted = rights[line.depth] ??= base + unit.repeat(line.depth);
        leader = isRight(file, line, wanted) ? null : wrongAt(file, line, wanted);
      });
      if (leader !== null) tell(leader);
    },
  }),
);

/** A line that is indented wrongly, with the edits of it and of those that go where it goes. */
interface Wrong {
  readonly span: Span;
  readonly found: string;
  readonly wanted: string;
  readonly edits: FileEdit[];
}

function wrongAt(file: SourceFile, line: CodeLine, wanted: string): Wrong {
  const edits = [{ file: file.id, span: { start: line.begin, end: line.start }, text: wanted }];
  return { span: line.first, found: indentationOf(file, line), wanted, edits };
}

type Before = Pick<CodeLine, 'kind' | 'number'>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Lines that go where the line before them goes: the rest of a statement, and of a comment. */
function isFollower({ kind, number }: CodeLine, before: Before): boolean {
  if (kind === 'goes-on') return true;
  return kind === 'comment' && before.kind === 'comment' && number === before.number + 1;
}

function isRight(file: SourceFile, line: CodeLine, wanted: string): boolean {
  if (isIndentedBy(file, line, wanted)) return true;
  if (line.kind !== 'comment') return false;
  // Switched off by an editor, or below the comment of the line above.
  const width = line.start - line.begin;
  return width === 0 || line.commentAbove === width;
}

function isTooFarLeft(file: SourceFile, line: CodeLine, wanted: string): boolean {
  const { kind, token } = line;
  return kind === 'goes-on' && token === 'word' && widthOf(indentationOf(file, line)) <= widthOf(wanted);
}

/** The line keeps what it is indented by more than the line that it follows. */
function moved(file: SourceFile, line: CodeLine, { found, wanted }: Wrong): readonly FileEdit[] {
  const own = indentationOf(file, line);
  if (!own.startsWith(found)) return [];
  const span = { start: line.begin, end: line.start };
  return [{ file: file.id, span, text: wanted + own.slice(found.length) }];
}

function widthOf(indentation: string): number {
  return [...indentation].reduce((width, sign) => (sign === '\t' ? width + 4 - (width % 4) : width + 1), 0);
}

function shown(indentation: string): string {
  const tabs = indentation.split('\t').length - 1;
  const spaces = indentation.length - tabs;
  const parts = [
    tabs > 0 ? `${tabs} tab${tabs === 1 ? '' : 's'}` : '',
    spaces > 0 ? `${spaces} space${spaces === 1 ? '' : 's'}` : '',
  ];
  return parts.filter((part) => part !== '').join(' and ') || 'nothing';
}
