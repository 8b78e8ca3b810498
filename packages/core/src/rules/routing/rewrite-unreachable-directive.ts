import { isCatchAll } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isBlock, isWrittenIn } from '../../model/blocks.ts';
import { expressionAt } from '../../model/expressions.ts';
import { pathsAt } from '../../model/location-search.ts';
import { isRemovable } from '../../model/removal.ts';
import type { ConfigModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import { isRedirect } from '../../route/server-stop.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** The statements of ngx_http_rewrite_module that run in their order. */
const STATEMENTS: ReadonlySet<string> = new Set(['set', 'if', 'rewrite', 'return', 'break']);
const CONTEXTS: ReadonlySet<string> = new Set(['server', 'location', 'if in server', 'if in location']);

export default defineRule(
  {
    id: 'rewrite-unreachable-directive',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `set`, `if`, `rewrite` or `return` stands behind a statement that ends them all',
      why: 'nginx runs these statements of a block one after the other, and `return`, `break` and a `rewrite` with a flag end them. What stands behind an unconditional one is never run. The place of `proxy_pass`, `root` and the like does not matter.',
      bad: 'location / {\n    return 404;\n    set $reason "gone";\n}',
      good: 'location / {\n    set $reason "gone";\n    return 404 $reason;\n}',
      context: 'http, server',
      silent: [
        'for a `break` alone, which changes nothing there',
        'behind a `rewrite` without a flag, or one whose expression some path does not match',
        'behind an `if` that ends with one of these',
      ],
      remedy: 'Put the statement in front of the one that ends the block, or delete it.',
      links: ['https://nginx.org/en/docs/http/ngx_http_rewrite_module.html'],
    },
    options: {},
    messages: {
      dead: ({ statement, end }: { statement: string; end: string }) =>
        `this "${statement}" is never run, as the "${end}" before it ends the statements of the block; put it in front of that, or delete it`,
      several: ({ statement, end, count }: { statement: string; end: string; count: number }) =>
        `this "${statement}" and ${counted(count - 1, 'statement')} behind it are never run, as the "${end}" before it ends the statements of the block; put them in front of that, or delete them`,
    },
  },
  (ctx) => {
    const judge = (at: Occurrence): void => {
      const { parent, context } = at;
      // Each block is looked at once, when its first statement comes.
      if (parent === null || !CONTEXTS.has(context)) return;
      if (parent.children.find(isStatement) !== at) return;
      const statements = parent.children.filter(isStatement);
      const end = endOf(ctx.model, parent, statements);
      const behind = end === null ? [] : statements.slice(statements.indexOf(end) + 1);
      // A `break` behind the end makes no difference.
      const [first, ...others] = behind.filter(({ name }) => name !== 'break');
      if (end === null || first === undefined) return;
      const { name, args } = first.node;
      const span = { start: name.start, end: isBlock(first) ? name.end : (args.at(-1)?.end ?? name.end) };
      const data = { statement: name.value, end: end.name };
      const related = [{ file: end.file, span: end.node.name, message: 'ends the statements of the block' }];
      const fixes = removed(ctx.model, parent, behind);
      if (others.length === 0) ctx.report(first, span, 'dead', data, { related, fixes });
      else ctx.report(first, span, 'several', { ...data, count: others.length + 1 }, { related, fixes });
    };
    return { directives: Object.fromEntries([...STATEMENTS].map((name) => [name, judge])) };
  },
);

const isStatement = ({ node, context }: Occurrence): boolean =>
  STATEMENTS.has(node.name.value) && CONTEXTS.has(context);

/** The first statement that ends the others for every request (`ngx_http_rewrite_handler`). */
function endOf(model: ConfigModel, block: Occurrence, statements: readonly Occurrence[]): Occurrence | null {
  let changed = false;
  for (const at of statements) {
    const { name, args } = at.node;
    if (name.value === 'return' || name.value === 'break') return at;
    if (name.value === 'rewrite') {
      const ends = isRedirect(at) || args[2]?.value === 'last' || args[2]?.value === 'break';
      const tree = expressionAt(model, at, args[0]?.value ?? '');
      const paths = changed ? { prefix: '', newlines: false } : pathsAt(model, model.location(block));
      if (ends && tree.accepted && isCatchAll(tree, paths)) return at;
    }
    // Inside an `if` another URI may have come into being.
    changed ||= name.value !== 'set';
  }
  return null;
}

function removed(model: ConfigModel, block: Occurrence, dead: readonly Occurrence[]): readonly Fix[] {
  if (!dead.every((at) => isWrittenIn(at, block)) || !isRemovable(model, dead)) return [];
  const edits = dead.map((at) => deleteStatement(model.source(at.file), at.node));
  return [{ title: 'Delete what is never run', safe: false, edits }];
}
