import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { holdsEntries } from '../../nginx/placement.ts';
import type { Directive, SourceFile } from '../../syntax/nodes.ts';
import type { LineMap } from '../../text/line-map.ts';

export default defineRule(
  {
    id: 'style-block-length',
    group: 'style',
    severity: 'hint',
    preset: 'all',
    fix: 'none',
    docs: {
      summary: 'A block has very many lines',
      why: 'What holds inside a long block is set several screens further up. Smaller files with names of their own are easier to read and to reuse.',
      bad: 'server {\n    listen 8080;\n    # and two hundred more lines\n}',
      good: 'server {\n    listen 8080;\n    root /srv/www;\n    include snippets/*.conf;\n}',
      context: 'http',
      silent: [
        'for tables such as `map`, `geo` and `types`',
        'for the lines of inner blocks that are reported themselves',
      ],
      remedy: 'Move what belongs together into a file of its own and include it.',
      links: ['https://nginx.org/en/docs/ngx_core_module.html#include'],
    },
    options: { lines: 200 },
    optionDocs: { lines: 'Most lines that a block may have, including its first and its last.' },
    messages: {
      long: ({ name, count, most }: { name: string; count: number; most: number }) =>
        `the block "${name}" has ${count} lines, more than ${most}, so that its beginning is out of sight; move parts of it into files that it includes`,
    },
  },
  (ctx) => ({
    files(file) {
      const most = ctx.options.lines;
      for (const block of longBlocks(file, most).reverse()) {
        const { directive, around } = block;
        const count = block.lines - block.reported;
        const long = count > most && !isTable(ctx.model, directive);
        if (long) ctx.reportInFile(file.id, directive.name, 'long', { name: directive.name.value, count, most });
        if (around !== null) around.reported += long ? block.lines : block.reported;
      }
    },
  }),
);

interface Block {
  readonly directive: Directive;
  readonly lines: number;
  readonly around: Block | null;
  /** How many of the lines belong to inner blocks that are reported. */
  reported: number;
}

/** Blocks with more lines than that, each behind the one around it: inside of a shorter one there is none. */
function longBlocks({ lines, items }: SourceFile, most: number): Block[] {
  const found: Block[] = [];
  if (lines.count > most) addLong(found, items, null, lines, most);
  // The list grows as it is gone through.
  for (const block of found) {
    const { body } = block.directive;
    if (body?.kind === 'block') addLong(found, body.items, block, lines, most);
  }
  return found;
}

function addLong(
  found: Block[],
  items: readonly Directive[],
  around: Block | null,
  lines: LineMap,
  most: number,
): void {
  for (const directive of items) {
    const { body, start, end } = directive;
    if (body?.kind !== 'block' || end - start <= most) continue;
    const first = lines.lineAt(start);
    if (lines.startOf(first + most) >= end) continue;
    found.push({ directive, lines: lines.lineAt(end - 1) - first + 1, around, reported: 0 });
  }
}

function isTable(model: ConfigModel, block: Directive): boolean {
  return model.occurrencesOf(block).some(({ children: [first] }) => first !== undefined && holdsEntries(first.context));
}
