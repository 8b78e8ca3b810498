import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertAfter, insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { namesHeader } from '../../model/headers.ts';
import { isPrivate } from '../../model/openness.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc'];
const HEADER = 'X-Powered-By';
const KEY = HEADER.toLowerCase();
const TITLE = `Hide ${HEADER}`;
const TELLING = /^(?:server|x-powered-by|x-aspnet-version|x-aspnetmvc-version|x-generator|x-runtime|x-version)$/i;

export default defineRule(
  {
    id: 'upstream-identity-leak',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Headers that name the software of the backend reach the client',
      why: '`X-Powered-By: PHP/8.1.2` and the like tell which software stands behind nginx, and often which version. nginx hides the header `Server` of the backend by itself, but not these.',
      bad: 'location / {\n    proxy_pass http://127.0.0.1:9000;\n    proxy_pass_header Server;\n}',
      good: 'location / {\n    proxy_pass http://127.0.0.1:9000;\n    proxy_hide_header X-Powered-By;\n}',
      context: 'http, server',
      silent: [
        'where `X-Powered-By` is hidden, here or further out, or a module removes it',
        'in servers that listen on loopback addresses, private addresses or Unix sockets only',
        'where an included file is missing',
        'for further passes of a server with the same module, which are reported once',
      ],
      remedy: 'Hide the header in `http` (`proxy_hide_header X-Powered-By;`), or switch it off in the backend.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_hide_header',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass_header',
      ],
    },
    options: {},
    messages: {
      passed: ({ directive, header }: { directive: string; header: string }) =>
        `"${directive}" sends the header ${header} of the backend to clients, which names its software; remove the line`,
      shown: ({ directive }: { directive: string }) =>
        `${HEADER} of the backend, which names its software, reaches clients; add "${directive} ${HEADER}"`,
    },
  },
  (ctx) => {
    const passing = (module: string) => {
      const seen = new Set<ServerModel>();
      const directive = `${module}_hide_header`;
      const lines = [`${directive} ${HEADER};`];
      return (at: Occurrence): void => {
        const server = at.fact === null ? null : ctx.model.server(at);
        if (server === null || seen.has(server) || !leaks(ctx.model, server, directive, at)) return;
        seen.add(server);
        ctx.report(
          at,
          at.node.name,
          'shown',
          { directive },
          { fixes: hidden(ctx.model, server, at, directive, lines) },
        );
      };
    };
    const passedOn = (at: Occurrence): void => {
      const [word] = at.node.args;
      const server = ctx.model.server(at);
      if (word === undefined || !TELLING.test(word.value) || (server !== null && isPrivate(server))) return;
      const edits = [deleteStatement(ctx.model.source(at.file), at.node)];
      const fixes = [{ title: 'Remove the line', safe: false, edits }];
      ctx.report(at, word, 'passed', { directive: at.name, header: word.value }, { fixes });
    };
    return {
      directives: Object.fromEntries(
        MODULES.flatMap((module) => [
          [`${module}_pass`, passing(module)],
          [`${module}_pass_header`, passedOn],
        ]),
      ),
    };
  },
);

function leaks(model: ConfigModel, server: ServerModel, directive: string, at: Occurrence): boolean {
  const block = at.parent;
  if (block === null || isPrivate(server) || hasUnread(model, block)) return false;
  if (contentHandler(model, block)?.at !== at) return false;
  if (model.effective(block, directive).values.some(({ node }) => namesHeader(node.args[0], KEY))) return false;
  if (model.named('more_clear_headers').length + model.named('more_set_headers').length === 0) return true;
  for (let level: Occurrence | null = block; level !== null; level = level.parent) {
    const cleared = [...own(level, 'more_clear_headers'), ...own(level, 'more_set_headers')];
    if (cleared.some(({ node }) => node.args.some(({ value }) => /^x-powered-by|^x-\*/i.test(value)))) return false;
  }
  return true;
}

/** In the server, or where the location has a list of its own; none where a list further out would be lost. */
function hidden(
  model: ConfigModel,
  server: ServerModel,
  at: Occurrence,
  directive: string,
  lines: readonly string[],
): Fix[] {
  const block = at.parent;
  if (block === null) return [];
  const { values, setIn } = model.effective(block, directive);
  if (setIn === block)
    return [{ title: TITLE, safe: false, edits: [insertAfter(model.source(at.file), at.node, lines)] }];
  const edit = values.length > 0 ? null : insertAtStart(model.source(server.at.file), server.at.node, lines);
  return edit === null ? [] : [{ title: TITLE, safe: false, edits: [edit] }];
}
