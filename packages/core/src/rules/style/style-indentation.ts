import { type CodeLine, codeLines, indentationOf } from '../../lint/code-lines.ts';
import type { FileEdit } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import type { SourceFile } from '../../syntax/nodes.ts';

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
      const lines = codeLines(file).filter(({ depth }) => depth <= DEEPEST);
      const { spaces, tabs } = ctx.options;
      const unit = tabs ? '\t' : spaces > 0 ? ' '.repeat(spaces) : unitOf(lines);
      const base = baseOf(lines);
      for (let at = 0; at < lines.length; ) {
        const leader = lines[at++];
        if (leader === undefined) break;
        const followers: CodeLine[] = [];
        for (let next = lines[at]; next && isFollower(next, lines[at - 1]); next = lines[++at]) followers.push(next);
        const wanted = base + unit.repeat(leader.depth);
        const report = (line: CodeLine, better: string, more: readonly FileEdit[]): void => {
          const edits = [{ file: file.id, span: indentationOf(line), text: better }, ...more];
          const data = { found: shown(line.indentation), wanted: shown(better) };
          const fixes = [{ title: 'Indent the line', safe: true, edits }];
          ctx.reportInFile(file.id, line.first, 'wrong', data, { fixes });
        };
        if (!isRight(leader, lines[at - followers.length - 2], wanted))
          report(
            leader,
            wanted,
            followers.flatMap((line) => moved(file, line, leader.indentation, wanted)),
          );
        else for (const line of followers) if (isTooFarLeft(line, wanted)) report(line, wanted + unit, []);
      }
    },
  }),
);

/** Nobody nests as deep, and nobody would indent it. */
const DEEPEST = 50;

/** Lines that go where the line before them goes: the rest of a statement, and of a comment. */
function isFollower(line: CodeLine, before: CodeLine | undefined): boolean {
  if (line.kind === 'goes-on') return true;
  return line.kind === 'comment' && before?.kind === 'comment' && line.number === before.number + 1;
}

function isRight({ kind, indentation, number }: CodeLine, before: CodeLine | undefined, wanted: string): boolean {
  if (indentation === wanted) return true;
  if (kind !== 'comment') return false;
  // Switched off by an editor, or below the comment of the line above.
  return indentation === '' || (before?.number === number - 1 && before.trailing === indentation.length);
}

function isTooFarLeft({ kind, first, indentation }: CodeLine, wanted: string): boolean {
  return kind === 'goes-on' && first.kind === 'word' && widthOf(indentation) <= widthOf(wanted);
}

/** The line keeps what it is indented by more than the line that it follows. */
function moved(file: SourceFile, line: CodeLine, from: string, to: string): readonly FileEdit[] {
  if (!line.indentation.startsWith(from)) return [];
  return [{ file: file.id, span: indentationOf(line), text: to + line.indentation.slice(from.length) }];
}

const FALLBACK = '    ';

/** What most blocks of the file indent their first statement by. */
function unitOf(lines: readonly CodeLine[]): string {
  const votes = new Map<string, number>();
  const own = lines.filter(({ kind }) => kind === 'statement' || kind === 'close');
  for (const [index, { kind, depth, indentation }] of own.entries()) {
    const around = own[index - 1];
    if (kind !== 'statement' || around?.kind !== 'statement' || around.depth !== depth - 1) continue;
    if (!indentation.startsWith(around.indentation)) continue;
    const step = indentation.slice(around.indentation.length);
    if (/^(?: +|\t)$/.test(step)) votes.set(step, (votes.get(step) ?? 0) + 1);
  }
  return [...votes].sort(([, one], [, other]) => other - one)[0]?.[0] ?? FALLBACK;
}

/** What the outermost lines of a piece have in common: all of it may be indented. */
function baseOf(lines: readonly CodeLine[]): string {
  const outermost = lines.filter(({ kind, depth }) => depth === 0 && (kind === 'statement' || kind === 'close'));
  const [first] = outermost;
  return first && outermost.every(({ indentation }) => indentation === first.indentation) ? first.indentation : '';
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
