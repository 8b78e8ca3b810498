import { isCatchAll } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { expressionAt } from '../../model/expressions.ts';
import { contentHandler } from '../../model/handlers.ts';
import { conditionOf } from '../../model/if-blocks.ts';
import { pathsAt } from '../../model/location-search.ts';
import type { ConfigModel } from '../../model/types.ts';
import { isRedirect } from '../../route/server-stop.ts';
import type { Occurrence } from '../../tree/tree.ts';

const TEST = /^\(\s*(!?)-([fde])\s+"?(?:\$request_filename|\$document_root\/?\$(?:uri|document_uri))"?\s*\)$/;

export default defineRule(
  {
    id: 'if-file-exists',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'An `if` looks for the file of a request',
      why: '`try_files` looks for files in the order that is written and says in one line where to go without them. An `if` in a location also loses settings of the location, and several of them do not work together.',
      bad: 'root /srv/www;\nlocation / { if (!-e $request_filename) { rewrite ^ /index.php last; } }',
      good: 'root /srv/www;\nlocation / { try_files $uri $uri/ /index.php; }',
      context: 'http, server',
      silent: [
        'for other files, such as the flag of a maintenance mode',
        'for scripts (`$fastcgi_script_name`)',
        'for an `if` that leads nowhere else',
      ],
      remedy:
        'Write `try_files $uri $uri/ /index.php$is_args$args;`. If a backend is asked, end it with a named location.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
        'https://nginx.org/en/docs/http/converting_rewrite_rules.html',
      ],
    },
    options: {},
    messages: {
      test: ({ condition }: { condition: string }) =>
        `"if ${condition}" looks for the file of each request; use "try_files", which also says where to go without it`,
    },
  },
  (ctx) => ({
    directives: {
      if(at) {
        const match = TEST.exec(conditionOf(at));
        if (match === null || !at.children.some(({ name }) => /^(?:rewrite|return|\w+_pass)$/.test(name))) return;
        const fixes = match[1] === '!' ? tryFilesFor(ctx.model, at, match[2] ?? '') : [];
        ctx.report(at, at.node.name, 'test', { condition: conditionOf(at) }, { fixes });
      },
    },
  }),
);

/** Where the `if` is all that its location does but for serving files. */
function tryFilesFor(model: ConfigModel, at: Occurrence, test: string): Fix[] {
  const location = at.parent;
  const [only, ...rest] = at.children;
  if (location === null || location.implied || at.context !== 'location' || only === undefined || rest.length > 0)
    return [];
  if (contentHandler(model, location)?.kind !== 'static' || own(location, 'try_files').length > 0) return [];
  if (['rewrite', 'return', 'break'].some((name) => own(location, name).length > 0) || own(location, 'if').length > 1)
    return [];
  if (!isWrittenIn(at, location) || test === 'd') return [];
  const last = fallbackOf(model, only);
  if (last === null) return [];
  const text = `try_files $uri ${test === 'e' ? '$uri/ ' : ''}${last};`;
  return [
    {
      title: `Write "${text}"`,
      safe: false,
      edits: [{ file: at.file, span: { start: at.node.start, end: at.node.end }, text }],
    },
  ];
}

/** A rewrite takes the arguments along, the last parameter of `try_files` does not. */
function fallbackOf(model: ConfigModel, at: Occurrence): string | null {
  const [first, target, flag] = at.node.args;
  if (at.name === 'return') return /^404$/.test(first?.value ?? '') && target === undefined ? '=404' : null;
  if (at.name !== 'rewrite' || target === undefined || isRedirect(at) || flag?.value === 'break') return null;
  const tree = expressionAt(model, at, first?.value ?? '');
  if (!tree.accepted || !isCatchAll(tree, pathsAt(model, model.location(at)))) return null;
  const path = target.value;
  if (!/^\/[\w./-]+\??$/.test(path)) return null;
  return path.endsWith('?') ? path.slice(0, -1) : `${path}$is_args$args`;
}
