import type { Fix, Related } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { isRemovable } from '../../model/removal.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
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
    fix: 'unsafe',
    docs: {
      summary: 'No request can reach a server',
      why: 'nginx chooses a server by address and name. Of servers with the same name on one address it uses the first and warns about the others, which get no request. Mostly such a server was copied, or comes with a second file.',
      bad: 'server { listen 80; server_name example.com; return 200 a; }\nserver { listen 80; server_name EXAMPLE.com; return 200 b; }',
      good: 'server { listen 80; server_name example.com; return 200 a; }\nserver { listen 80; server_name www.example.com; return 200 b; }',
      context: 'http',
      silent: [
        'where one of its addresses leaves a name to the server, or it is the default of one',
        'for `$hostname`, and for lookarounds and backreferences in names',
        'for names that a template fills in (`{{ name }}`)',
        'for `server_name ""`, which is meant for requests without a name',
      ],
      severities: ['`info` for a server without a name that is not the default of its addresses'],
      remedy:
        'Delete one of the servers, or give it another name or address. A server for all other names has `default_server` in its `listen`.',
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
        `no request comes to this server, as its file is included twice and the first copy takes ${names}; include it once`,
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
        const others = twice ? [] : reach.takenBy.slice(0, MOST_SHOWN).map(related);
        const fixes = kind === 'taken' && !ownsListener(model, server) ? removed(model, server) : [];
        ctx.report(at, span, kind, data, { related: others, fixes });
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
  return { file: at.file, span, message: 'is chosen instead' };
}

/** Is it the only one of its addresses, or does it set them up (`reuseport`, `backlog=64`, `ssl`) for the others? */
function ownsListener(model: ConfigModel, { listens }: ServerModel): boolean {
  return listens.some(({ at }) => {
    const [address, ...parameters] = at.node.args;
    const beside = model
      .named('listen')
      .filter((other) => other !== at && other.node.args[0]?.value === address?.value);
    return parameters.length > 0
      ? !beside.some(({ node }) => parameters.every(({ value }) => node.args.some((word) => word.value === value)))
      : beside.length === 0;
  });
}

function removed(model: ConfigModel, { at }: ServerModel): readonly Fix[] {
  if (!isRemovable(model, [at])) return [];
  return [{ title: 'Delete the server', safe: false, edits: [deleteStatement(model.source(at.file), at.node)] }];
}
