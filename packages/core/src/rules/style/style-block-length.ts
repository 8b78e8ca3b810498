import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { holdsEntries } from '../../nginx/placement.ts';
import type { Directive, SourceFile } from '../../syntax/nodes.ts';
import { walk } from '../../syntax/walk.ts';

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
      const ownLines: number[] = [];
      for (const { kind, directive } of walk(file.items)) {
        if (directive.body?.kind !== 'block') continue;
        if (kind === 'enter') {
          ownLines.push(0);
          continue;
        }
        const reported = ownLines.pop() ?? 0;
        const count = linesOf(file, directive) - reported;
        const long = count > most && !isTable(ctx.model, directive);
        if (long) ctx.reportInFile(file.id, directive.name, 'long', { name: directive.name.value, count, most });
        const around = ownLines.length - 1;
        if (around >= 0) ownLines[around] = (ownLines[around] ?? 0) + (long ? linesOf(file, directive) : reported);
      }
    },
  }),
);

function linesOf({ lines }: SourceFile, { start, end }: Directive): number {
  return lines.lineAt(end - 1) - lines.lineAt(start) + 1;
}

function isTable(model: ConfigModel, block: Directive): boolean {
  return model.occurrencesOf(block).some(({ children }) => children.some(({ context }) => holdsEntries(context)));
}
