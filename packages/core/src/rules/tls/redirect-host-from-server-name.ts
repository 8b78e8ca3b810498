import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import type { ServerModel } from '../../model/types.ts';
import { includesUnread } from '../../model/unread.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const TARGET = /^(?:https?|\$scheme|\$\{scheme\}):\/\/(\$server_name(?!\w)|\$\{server_name\})/;

export default defineRule(
  {
    id: 'redirect-host-from-server-name',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A redirect takes its host from `$server_name`',
      why: '`$server_name` is the first name of the server as it is written, not the name that the client asked for. A placeholder, a wildcard or an expression gets into the address as it stands (`https://_/`), and with several names all visitors end up at the first.',
      bad: 'server { listen 80; server_name *.example.com; return 301 https://$server_name$request_uri; }',
      good: 'server { listen 80; server_name *.example.com; return 301 https://$host$request_uri; }',
      context: 'http',
      silent: [
        'for one plain name, and for `.example.com`, of which the variable keeps `example.com`',
        'in fragments whose server is not seen',
      ],
      severities: ['`info` where the first of several names is a usable one, which may be meant'],
      remedy: 'Write `$host`, or the one name that visitors are to end up at.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_server_name',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#server_name',
      ],
    },
    options: {},
    messages: {
      unusable: ({ name }: { name: string }) =>
        `the redirect goes to "${name}", the first "server_name" as it is written, which is no address; use $host or a fixed name`,
      absent: (_: object) =>
        `the redirect goes to an address without a host, as the server has no "server_name"; use $host or a fixed name`,
      first: ({ name }: { name: string }) =>
        `all names of this server are redirected to "${name}", its first one; use $host, or write that name if it is meant`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const word = targetOf(at);
      const server = ctx.model.server(at);
      const found = word === undefined ? null : TARGET.exec(word.value);
      if (word === undefined || found === null || server === null || server.at.implied) return;
      const [before, variable = ''] = found;
      const start = before.length - variable.length;
      const span = partOfWord(ctx.model.source(at.file), word, start, before.length);
      const [first] = server.names;
      const fixes: Fix[] = [
        {
          title: 'Redirect to the host that was asked for',
          safe: false,
          edits:
            span.end - span.start === variable.length
              ? [{ file: at.file, span, text: variable.startsWith('${') ? '${host}' : '$host' }]
              : [],
        },
      ].filter(({ edits }) => edits.length > 0);
      if (first === undefined || first.value === '') {
        if (!includesUnread(ctx.model, server.at)) ctx.report(at, span, 'absent', {}, { fixes });
        return;
      }
      const related = [{ file: fileOf(server, first), span: first, message: 'is the first name' }];
      const name = first.value;
      if (isUnusable(name)) ctx.report(at, span, 'unusable', { name }, { related, fixes });
      else if (server.names.length > 1 && isName(name))
        ctx.report(at, span, 'first', { name: name.replace(/^\./, '') }, { related, fixes, severity: 'info' });
    };
    return { directives: { return: check, rewrite: check, error_page: check } };
  },
);

function targetOf({ node: { name, args } }: Occurrence): Word | undefined {
  if (name.value === 'rewrite') return args[1];
  return args.at(-1);
}

/** `_`, `*.example.com`, `www.*` and `~expression`: the variable holds them as they are. */
function isUnusable(name: string): boolean {
  return name === '_' || name.startsWith('*') || name.endsWith('*') || name.startsWith('~');
}

/** Not what a template or `$hostname` puts in its place. */
function isName(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

function fileOf(server: ServerModel, word: Word): Occurrence['file'] {
  const at = server.at.children.find(({ node }) => node.args.includes(word));
  return (at ?? server.at).file;
}
