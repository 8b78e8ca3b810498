import type { Fix } from '../../lint/diagnostic.ts';
import { insertAtEnd, insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { endsWithVariable } from '../../model/files.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { isOpenToAll, isPrivate } from '../../model/openness.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { blockAsked } from '../../route/asked.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'location ~ /\\.(?!well-known/) { deny all; }';

export default defineRule(
  {
    id: 'hidden-files-served',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Hidden files such as `.git/config` and `.env` are served',
      why: 'nginx serves whatever lies below the root. A `.git` that came with a checkout holds the whole source and its history, and a `.env` holds passwords. Scanners ask every site for both. A `try_files $uri /index.php` serves hidden files that exist too.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    location / { try_files $uri $uri/ =404; }\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    location ~ /\\.(?!well-known/) { deny all; }\n    location / { try_files $uri $uri/ =404; }\n}',
      context: 'http',
      silent: [
        'in servers that only pass on or redirect, or whose `root` is the folder of pages that comes with nginx',
        'where a location refuses such paths',
        'behind access rules',
        'in servers that listen on loopback addresses, private addresses or Unix sockets only',
        'where an included file is missing',
      ],
      remedy:
        'Add `location ~ /\\.(?!well-known/) { deny all; }` in front of the other regex locations. `/.well-known/` stays open, because certificates are renewed there.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://www.rfc-editor.org/rfc/rfc8615',
      ],
    },
    options: { probes: ['/.git/config', '/.env'] },
    optionDocs: { probes: 'Paths of files that nobody is to get.' },
    messages: {
      served: ({ probe, root, place }: { probe: string; root: string; place: string }) =>
        `"${probe}" would be served from ${root}${place}; add "${LINE}"`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model } = ctx;
      if (isPrivate(server) || hasUnread(model, server.at)) return;
      const found = firstServed(model, server, ctx.options.probes);
      if (found === null) return;
      const { probe, root, asked } = found;
      const place = asked === 'server' ? '' : ` by location ${shownLocation(asked)}`;
      const related = [
        { file: root.file, span: root.node.args[0] ?? root.node.name, message: 'the files come from here' },
      ];
      const data = { probe, root: root.node.args[0]?.value ?? '', place };
      ctx.report(server.at, server.at.node.name, 'served', data, { related, fixes: denied(model, server, asked) });
    },
  }),
);

interface Served {
  readonly probe: string;
  readonly root: Occurrence;
  readonly asked: LocationModel | 'server';
}

/** The first of some paths that is served to everybody, from the `root` that holds there. */
function firstServed(model: ConfigModel, server: ServerModel, probes: readonly string[]): Served | null {
  for (const probe of probes) {
    const asked = blockAsked(model, server, probe);
    if (asked === null) continue;
    const block = asked === 'server' ? server.at : asked.at;
    const [root] = model.effective(block, 'root').values;
    if (root === undefined || isStock(root) || contentHandler(model, block)?.kind !== 'static') continue;
    if (!isOpenToAll(model, block) || triesOtherFiles(block) || (asked !== 'server' && hasUnread(model, block)))
      continue;
    return { probe, root, asked };
  }
  return null;
}

/** Is what `try_files` looks for never the path itself, as with `$uri.html` and fixed names? */
function triesOtherFiles(block: Occurrence): boolean {
  const tried = tryFiles(block);
  return tried !== null && !tried.files.some(({ value }) => endsWithVariable(value));
}

/** The folders that packages and builds of nginx bring along for their own page, and what holds no files. */
function isStock({ node }: Occurrence): boolean {
  const path = node.args[0]?.value ?? '';
  // What it ends with is looked at first, as nearly all roots are those of a site.
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  if (!path.endsWith('html', end) && !path.endsWith('www', end) && !path.endsWith('null', end)) return false;
  return /^(?:html|\/dev\/null|(?:\/[\w.-]+)*\/(?:nginx|openresty|tengine|angie|freenginx)(?:\/[\w.-]+)?\/(?:html|www))\/?$/.test(
    path,
  );
}

/** None where such an expression would not be asked. */
function denied(model: ConfigModel, server: ServerModel, asked: LocationModel | 'server'): Fix[] {
  for (let at = asked === 'server' ? null : asked; at !== null; at = at.parent) {
    if (!isPrefix(at) || at.match === 'prefix-final') return [];
  }
  const file = model.source(server.at.file);
  const [first] = server.locations;
  const node = first === undefined ? null : (first.at.via[server.at.via.length]?.include ?? first.at.node);
  const edit = node === null ? insertAtEnd(file, server.at.node, [LINE]) : insertBefore(file, node, [LINE]);
  return edit === null ? [] : [{ title: 'Refuse hidden files', safe: false, edits: [edit] }];
}
