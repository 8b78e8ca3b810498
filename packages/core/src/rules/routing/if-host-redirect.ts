import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, deleteWord, insertBefore, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { conditionOf } from '../../model/if-blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { isRedirect } from '../../route/server-stop.ts';
import type { Directive, SourceFile } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const HOST = /^\(\s*"?\$(?:host|http_host|server_name)"?\s+(=|!=|!?~\*?)\s+(.+?)\s*\)$/;

export default defineRule(
  {
    id: 'if-host-redirect',
    group: 'routing',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'An `if` compares the host in a server with several names',
      why: 'nginx chooses a server by its name anyway, with one look into a table. A server for the other name says what is meant and spares every request the comparison.',
      bad: 'server {\n    listen 80;\n    server_name example.com www.example.com;\n    if ($host = www.example.com) { return 301 http://example.com$request_uri; }\n    root /srv/www;\n}',
      good: 'server { listen 80; server_name www.example.com; return 301 http://example.com$request_uri; }\nserver { listen 80; server_name example.com; root /srv/www; }',
      context: 'http',
      silent: ['in a server with one name', 'in locations', 'where the body of the `if` does not lead elsewhere'],
      severities: ['`hint` for what Certbot wrote, which looks for it when it renews'],
      remedy: 'Make a server for that name which holds the `return` alone.',
      links: [
        'https://nginx.org/en/docs/http/converting_rewrite_rules.html',
        'https://nginx.org/en/docs/http/server_names.html',
      ],
    },
    options: {},
    messages: {
      server: ({ condition }: { condition: string }) =>
        `"if ${condition}" is tested for every request to this server; make a server for that name, which needs no "if"`,
    },
  },
  (ctx) => ({
    directives: {
      if(at) {
        const server = at.parent === null ? null : ctx.model.server(at.parent);
        if (at.context !== 'server' || server === null || !hasSeveralNames(server)) return;
        const match = HOST.exec(conditionOf(at));
        if (match === null || !at.children.some(leadsAway)) return;
        const source = ctx.model.source(at.file);
        const certbot = isCertbots(source, at.node);
        const fixes = certbot || match[1] !== '=' ? [] : split(ctx.model, server, at, match[2] ?? '');
        const severity = certbot ? ('hint' as const) : ('info' as const);
        ctx.report(at, at.node.name, 'server', { condition: conditionOf(at) }, { severity, fixes });
      },
    },
  }),
);

/** A wildcard or an expression stands for several. */
function hasSeveralNames({ names }: ServerModel): boolean {
  const real = names.filter(({ value }) => value !== '_' && value !== '');
  return real.length > 1 || real.some(({ value }) => /^[.~*]|\.\*$/.test(value));
}

const leadsAway = (at: Occurrence): boolean => at.name === 'return' || (at.name === 'rewrite' && isRedirect(at));

function isCertbots(source: SourceFile, { start, end }: Directive): boolean {
  const last = source.lines.startOf(source.lines.lineAt(end) + 1);
  return source.text.slice(start, last).includes('managed by Certbot');
}

/** A server before this one, which loses the name. Only where its `listen` lines say all that the address is. */
function split(model: ConfigModel, server: ServerModel, at: Occurrence, name: string): Fix[] {
  const word = server.names.find(({ value }) => value === name);
  const block = server.at;
  const [answer, ...rest] = at.children;
  const holder = own(block, 'server_name').find(({ node }) => word !== undefined && node.args.includes(word));
  if (word === undefined || holder === undefined || holder.node.args.length < 2 || answer === undefined) return [];
  if (rest.length > 0 || answer.name !== 'return' || server.tls) return [];
  const listens = own(block, 'listen');
  if (![holder, at, answer, ...listens].every((each) => isWrittenIn(each, block) || each === answer)) return [];
  if (listens.some(({ node }) => node.args.slice(1).some(({ value }) => value !== 'default_server'))) return [];
  const source = model.source(block.file);
  const addresses = listens.map(({ node }) => `listen ${source.text.slice(node.args[0]?.start, node.args[0]?.end)};`);
  const body = [...addresses, `server_name ${name};`, statementText(source, answer.node)].join(' ');
  const edits = [
    insertBefore(source, block.node, [`server { ${body} }`]),
    deleteWord(source, word),
    deleteStatement(source, at.node),
  ];
  // The first server of an address is its default.
  const first = model.servers[0] === server && listens.every(({ node }) => node.args.length < 2);
  return first ? [] : [{ title: `Make a server for ${name}`, safe: false, edits }];
}
