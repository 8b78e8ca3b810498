import { defineRule } from '../../lint/rule.ts';
import { contentHandler } from '../../model/handlers.ts';
import { hasUnread } from '../../model/unread.ts';

export default defineRule(
  {
    id: 'open-file-cache-hint',
    group: 'performance',
    severity: 'info',
    preset: 'strict',
    fix: 'none',
    absence: true,
    docs: {
      summary: '`try_files` looks for many files each time, and nothing remembers which exist',
      why: 'nginx looks up each name of `try_files` on disk for every request. On a busy server, or with files on a network, `open_file_cache` saves most of that.',
      bad: 'root /srv/www;\nlocation / {\n    try_files $uri $uri.html $uri/index.html $uri/ /a.html /b.html =404;\n}',
      good: 'root /srv/www;\nopen_file_cache max=1000 inactive=20s;\nopen_file_cache_errors on;\nlocation / {\n    try_files $uri $uri.html $uri/index.html $uri/ /a.html /b.html =404;\n}',
      context: 'http, server',
      silent: [
        'with three files or fewer, which the option `most` changes',
        'in locations that pass requests on to a backend',
        'with any `open_file_cache`, even `off`, which shows that the choice was made',
      ],
      remedy:
        'Set `open_file_cache`, with `open_file_cache_errors on` for the names that do not exist. Or try fewer names.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#open_file_cache',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
      ],
    },
    options: { most: 3 },
    optionDocs: { most: 'Files that `try_files` may look for without being reported.' },
    messages: {
      many: ({ count }: { count: number }) =>
        `nginx looks for ${count} files on disk for every request that finds none; add "open_file_cache", which remembers them`,
    },
  },
  (ctx) => ({
    directives: {
      try_files(at) {
        const { model } = ctx;
        // The last one is where the request goes then.
        const count = at.node.args.length - 1;
        if (at.parent === null || count <= ctx.options.most) return;
        if (contentHandler(model, at.parent)?.kind !== 'static' || hasUnread(model, at.parent)) return;
        if (model.effective(at.parent, 'open_file_cache').values.length > 0) return;
        ctx.report(at, at.node.name, 'many', { count });
      },
    },
  }),
);
