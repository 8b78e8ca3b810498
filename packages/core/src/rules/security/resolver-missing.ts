import type { Severity } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { contentHandler } from '../../model/handlers.ts';
import { type PassHost, passHosts } from '../../model/pass-hosts.ts';
import { PASS_DIRECTIVES } from '../../model/peers.ts';
import { referencesIn } from '../../model/references.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { parseUrl } from '../../model/url.ts';
import { mayHold } from '../../model/value-flow.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'resolver 127.0.0.53 valid=10s;';

export default defineRule(
  {
    id: 'resolver-missing',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A name has to be looked up for each request, and there is no `resolver`',
      why: 'With a variable anywhere in `proxy_pass`, even in the path, nginx looks the host up when the request comes. It asks neither the system nor `/etc/hosts` but its own `resolver`. Without one every request gets a 502, and the log says `no resolver defined to resolve …`. A group is found by its name alone: with a port behind it the name is looked up.',
      bad: 'location / {\n    set $backend app.internal;\n    proxy_pass http://$backend:8080;\n}',
      good: 'location / {\n    resolver 127.0.0.53 valid=10s;\n    set $backend app.internal;\n    proxy_pass http://$backend:8080;\n}',
      context: 'http, server',
      silent: [
        'where the variables stand for an address, a Unix socket or the name of a group',
        'where the value of the variables is not known',
        'where an included file that may set the resolver is missing',
      ],
      severities: ['`info` in fragments'],
      remedy:
        'Set `resolver` in `http` or here, or make an `upstream` of that name. A path needs no variable: `proxy_pass http://app` passes on the path of the request.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver',
      ],
    },
    options: {},
    messages: {
      name: ({ name }: { name: string }) =>
        `every request gets a 502, as the variables make nginx look up "${name}" at run time and there is no "resolver"; add one, or an upstream of that name`,
      client: ({ name }: { name: string }) =>
        `every request gets a 502, as nginx looks "${name}" up at run time and there is no "resolver"; add one`,
    },
  },
  (ctx) => ({
    directives: Object.fromEntries(
      PASS_DIRECTIVES.map((directive) => [
        directive,
        (at: Occurrence) => {
          const word = at.node.args[0];
          const block = at.parent;
          if (word === undefined || block === null || !word.value.includes('$') || at.context.startsWith('stream'))
            return;
          if (at.fact === null || hasResolver(ctx.model, block) || hasUnread(ctx.model, block)) return;
          const handler = contentHandler(ctx.model, block);
          if (handler !== null && handler.at !== at) return;
          const [first] = passHosts(ctx.model, at).flatMap((host) => lookedUp(ctx.model, host) ?? []);
          if (first === undefined) return;
          const severity: Severity = ctx.model.tree.whole ? 'error' : 'info';
          const variable = referencesIn(ctx.model.source(at.file), word)[0]?.span ?? word;
          const edits = [insertBefore(ctx.model.source(at.file), at.node, [LINE])];
          const fixes =
            block.name === 'location' ? [{ title: 'Ask the resolver of this machine', safe: false, edits }] : [];
          ctx.report(at, variable, first.kind, { name: first.name }, { severity, fixes });
        },
      ]),
    ),
  }),
);

function hasResolver(model: ConfigModel, block: Occurrence): boolean {
  return model.effective(block, 'resolver').values.some(({ node }) => node.args[0]?.value !== 'off');
}

/** The name that nginx asks for; null for what needs no asking, or is not known. */
function lookedUp(model: ConfigModel, { authority }: PassHost): { kind: 'name' | 'client'; name: string } | null {
  if (authority === null || authority.length === 0 || authority.some(({ kind }) => kind === 'other')) return null;
  const client = authority.find((part) => part.kind === 'client');
  if (client !== undefined) {
    // The client may name a group; with a dot it may be an address, and with any text where it likes.
    const isLabel = client.cutBy !== null && mayHold(client, 'a') && !mayHold(client, '.') && !mayHold(client, ':');
    const isName = isLabel && authority[0] === client && model.upstreams.length === 0 && model.tree.whole;
    return isName ? { kind: 'client', name: client.variable } : null;
  }
  const text = authority.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (text.startsWith('unix:')) return null;
  const url = parseUrl(text);
  if (typeof url === 'string' || url.bytes !== null || url.host === '') return null;
  // ngx_http_upstream_init_request(): a group has no port. It may be defined in what is not seen.
  const name = url.host.toLowerCase();
  const isGroup = model.named('upstream').some(({ node }) => node.args[0]?.value.toLowerCase() === name);
  if (url.noPort && (isGroup || (!model.tree.whole && !name.includes('.')))) return null;
  return { kind: 'name', name: url.host };
}
