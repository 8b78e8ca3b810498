import type { Related } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import type { ServerModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import { serverReachability } from '../../route/server-reach.ts';
import type { Word } from '../../syntax/nodes.ts';

/** More of the other servers would only repeat what one says. */
const MOST_SHOWN = 5;

export default defineRule(
  {
    id: 'server-unreachable',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A server that no request is for',
      why: 'nginx chooses a server by address and name. Of servers with the same name on one address the first is used; the others get a warning in the log and no request. Mostly such a server was copied, or comes with a second file.',
      bad: 'server { listen 80; server_name example.com; return 200 a; }\nserver { listen 80; server_name EXAMPLE.com; return 200 b; }',
      good: 'server { listen 80; server_name example.com; return 200 a; }\nserver { listen 80; server_name www.example.com; return 200 b; }',
      context: 'http',
      silent:
        'Where one of its addresses leaves a name to the server, or it is the default of one; at `$hostname`, at look-arounds and back references in names, and at names that a program fills in (`{{ name }}`). `server_name ""` is meant for requests without a name.',
      remedy:
        'Delete one of the servers, or give it another name or address. A server for all other names carries `default_server` in its `listen`.',
      links: [
        'https://nginx.org/en/docs/http/server_names.html',
        'https://nginx.org/en/docs/http/request_processing.html',
      ],
    },
    options: {},
    messages: {
      taken: ({ names, count }: { names: string; count: number }) =>
        `no request comes to this server, as ${names} ${count === 1 ? 'is' : 'are'} taken by other servers on the same addresses; delete one of them, or give it another name`,
      twice: ({ names }: { names: string }) =>
        `no request comes to this server, as the file with it is included twice and the first copy takes ${names}; include it once`,
      never: ({ names }: { names: string }) =>
        `no request comes to this server, as no client can send ${names}; write the name without port, final dot and slashes`,
      nameless: () =>
        'only requests without a Host header come to this server, as it has no "server_name" and is not the default of its addresses; give it a name, or "default_server"',
    },
  },
  (ctx) => ({
    config(model) {
      if (model.servers.some(isFilledIn)) return;
      for (const [server, reach] of serverReachability(model)) {
        if (server.at.implied) continue;
        const span = server.names[0] ?? server.at.node.name;
        const at = server.names[0] === undefined ? server.at : (own(server.at, 'server_name')[0] ?? server.at);
        if (reach.kind === 'reachable' && reach.host === null && server.names.length === 0) {
          if (reach.reason !== 'default' && reach.reason !== 'only server') {
            ctx.report(at, span, 'nameless', undefined, { severity: 'info' });
          }
        }
        if (reach.kind !== 'unreachable') continue;
        const data = { names: shownNames(server.names), count: server.names.length };
        const twice = reach.takenBy.some((other) => other.at.node === server.at.node);
        const kind = reach.takenBy.length === 0 ? 'never' : twice ? 'twice' : 'taken';
        ctx.report(at, span, kind, data, { related: twice ? [] : reach.takenBy.slice(0, MOST_SHOWN).map(related) });
      }
    },
  }),
);

/** Two templates may become different names. */
function isFilledIn({ names }: ServerModel): boolean {
  return names.some(({ value }) => !value.startsWith('~') && value !== '$hostname' && /[${}<>%@]/.test(value));
}

function shownNames(names: readonly Word[]): string {
  const [first] = names;
  if (first === undefined) return 'requests without a name';
  return names.length === 1 ? `"${first.value}"` : `"${first.value}" and ${counted(names.length - 1, 'other name')}`;
}

function related(server: ServerModel): Related {
  const span = server.names[0] ?? server.at.node.name;
  const at = server.names[0] === undefined ? server.at : (own(server.at, 'server_name')[0] ?? server.at);
  return { file: at.file, span, message: 'this server is chosen' };
}
