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
      summary: 'try_files looks for many files each time, and nothing remembers which exist',
      why: 'Each name in `try_files` is looked up on the disk for every request. On a busy server, or one whose files lie on a network, `open_file_cache` saves most of that.',
      bad: 'root /srv/www;\nlocation / {\n    try_files $uri $uri.html $uri/index.html $uri/ /a.html /b.html =404;\n}',
      good: 'root /srv/www;\nopen_file_cache max=1000 inactive=20s;\nopen_file_cache_errors on;\nlocation / {\n    try_files $uri $uri.html $uri/index.html $uri/ /a.html /b.html =404;\n}',
      context: 'http, server',
      silent:
        'With three files or fewer, in locations that hand requests on to a backend, and with any `open_file_cache`, `off` too, as somebody has thought of it.',
      remedy:
        'Set `open_file_cache`, with `open_file_cache_errors on` for the names that do not exist; or try fewer names.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#open_file_cache',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
      ],
    },
    options: { most: 3 },
    optionDocs: { most: 'Files that may be looked for without a remark.' },
    messages: {
      many: ({ count }: { count: number }) =>
        `${count} files are looked for on the disk for every request that finds none; "open_file_cache" would remember them`,
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
