import type { Fix } from '../../lint/diagnostic.ts';
import { indentAt, indentIn, lineBreak } from '../../lint/edits.ts';
import { layoutOf } from '../../lint/layout.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { holdsEntries } from '../../nginx/placement.ts';
import type { BlockBody, Directive, SourceFile } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'style-one-statement-per-line',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'safe',
    docs: {
      summary: 'Several statements stand on one line',
      why: 'Diffs, reviews, `git blame` and the messages of nginx all speak of lines. A statement behind another one is easily overlooked.',
      bad: 'root /srv; index a.html;',
      good: 'root /srv;\nindex a.html;',
      context: 'http, server',
      silent: [
        'for a short block on one line, such as `location = /health { return 204; }`',
        'for a longer block on one line that holds one statement',
      ],
      remedy: 'Give each statement a line of its own. `--fix` does so.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { blockLength: 100 },
    optionDocs: { blockLength: 'Longest block, in characters, that may stand on one line; 0: none.' },
    messages: {
      second: ({ name, before }: { name: string; before: string }) =>
        `"${name}" stands on the line of "${before}", where it is easily overlooked; give it a line of its own`,
      long: ({ name, length }: { name: string; length: number }) =>
        `the block "${name}" stands on one line of ${length} characters; give each of its statements a line of its own`,
    },
  },
  (ctx) => ({
    files(file) {
      if (file.problems.length > 0) return;
      const look = (items: readonly Directive[], block: Directive | null, start: number): void => {
        let before = block;
        let end = start;
        for (const item of items) {
          if (before !== null && isSameLine(file, end - 1, item.start) && isKnown(ctx.model, item)) {
            const text = lineBreak(file) + indentFor(file, item, block);
            const edits = [{ file: file.id, span: { start: end, end: item.start }, text }];
            const fixes = [{ title: 'Begin a line', safe: true, edits }];
            const data = { name: item.name.value, before: before.name.value };
            ctx.reportInFile(file.id, item.name, 'second', data, { fixes });
          }
          before = item;
          end = item.end;
        }
      };
      // Of the last block that stands on one line: what is said of it goes for the blocks in it too.
      let told = 0;
      for (const block of layoutOf(file).crowded) {
        if (block === null) look(file.items, null, 0);
        const body = block?.body;
        if (block === null || body?.kind !== 'block' || block.start < told) continue;
        const { start, end, items } = body;
        if (!isSameLine(file, start, end - 1)) {
          look(items, block, start + 1);
          continue;
        }
        told = end;
        const length = end - block.start;
        const most = ctx.options.blockLength;
        if (items.length === 0 || length <= most || (items.length === 1 && most > 0)) continue;
        const fixes = unfold(file, block, body);
        ctx.reportInFile(file.id, block.name, 'long', { name: block.name.value, length }, { fixes });
      }
    },
  }),
);

/** What nginx does not know may be the rest of a text that lacks its quotes. */
function isKnown(model: ConfigModel, item: Directive): boolean {
  return model.occurrencesOf(item).every(({ fact, context }) => fact !== null || holdsEntries(context));
}

/** `from` stands before `to`; mostly a line ends right behind it. */
function isSameLine({ text }: SourceFile, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === LF) return false;
  return true;
}

const LF = 10;

function indentFor(file: SourceFile, item: Directive, block: Directive | null): string {
  return block === null ? indentAt(file, item.start) : indentIn(file, block);
}

/** Each statement of a block on a line of its own, and the closing brace too. */
function unfold(file: SourceFile, block: Directive, body: BlockBody): readonly Fix[] {
  const end = lineBreak(file);
  const inner = end + indentIn(file, block);
  let from = body.start + 1;
  const edits = body.items.map((item) => {
    const span = { start: from, end: item.start };
    from = item.end;
    return { file: file.id, span, text: inner };
  });
  const close = { start: from, end: body.close?.start ?? body.end };
  const last = { file: file.id, span: close, text: end + indentAt(file, block.start) };
  return [{ title: 'Give each statement a line', safe: true, edits: [...edits, last] }];
}
