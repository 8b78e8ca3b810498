import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { addZone } from '../../lint/zone-edits.ts';
import { own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isFilledAtRunTime, PASS_DIRECTIVES } from '../../model/peers.ts';
import { type ProxyTarget, proxyTarget } from '../../model/proxying.ts';
import { isPublicName } from '../../model/requests.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel, UpstreamModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'proxy-pass-static-dns',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'The addresses of a host are looked up once, when nginx starts',
      why: 'nginx resolves a literal host name while it reads its configuration and keeps the addresses until it is reloaded. Load balancers, content networks and containers change theirs, and requests go on to where nobody, or somebody else, answers. nginx does not even start while the name cannot be resolved.',
      bad: 'server {\n    listen 80;\n    location / { proxy_pass http://api.example.com; }\n}',
      good: 'resolver 127.0.0.53 valid=30s;\nserver {\n    listen 80;\n    location / {\n        set $api api.example.com;\n        proxy_set_header Host api.example.com;\n        proxy_pass http://$api;\n    }\n}',
      context: 'http',
      silent: [
        'for addresses, `localhost`, Unix sockets and groups',
        'for `server … resolve`, and for groups that another module fills',
        'for a name without a dot in `proxy_pass`, where a group of that name may be out of sight',
        'for further uses of the same host or group, which is reported once',
      ],
      severities: [
        '`info` for names without a dot and names of private networks, such as `app.internal`, which often stand for one lasting address',
      ],
      remedy:
        'Since nginx 1.27.3: use an upstream with `zone` and `server NAME resolve;`, and set a `resolver`. Before: put the host into a variable, which makes nginx resolve it again whenever its time to live is over: `set $api api.example.com; proxy_pass http://$api;`. In Docker the resolver is `127.0.0.11`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#resolver',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
      ],
    },
    options: {},
    messages: {
      pass: ({ host, how }: { host: string; how: string }) =>
        `"${host}" is looked up once, when nginx starts, and its addresses are kept until a reload; ${how}`,
      group: ({ hosts, group, how }: { hosts: string; group: string; how: string }) =>
        `${hosts} of "${group}" ${hosts.includes(' and ') ? 'are' : 'is'} looked up once, when nginx starts, and the addresses are kept until a reload; ${how}`,
    },
  },
  (ctx) => ({
    config(model) {
      const how = model.facts.atLeast('1.27.3')
        ? 'add "resolve" to the server of an upstream with a "zone", and a "resolver"'
        : 'put it into a variable, and add a "resolver"';
      const byHost = new Map<string, Named[]>();
      for (const named of namesInPasses(model)) {
        const key = named.host.toLowerCase();
        const same = byHost.get(key);
        if (same === undefined) byHost.set(key, [named]);
        else same.push(named);
      }
      for (const [first, ...others] of byHost.values()) {
        if (first === undefined) continue;
        const { at, word, host } = first;
        const severity = isPublicName(host) ? 'warning' : 'info';
        const fixes = others.length > 0 ? [] : useVariable(model, first);
        ctx.report(at, word, 'pass', { host, how }, { severity, fixes, related: others.map(alsoHere) });
      }
      for (const upstream of model.upstreams) {
        const names = namesIn(model, upstream);
        const first = names.find(({ host }) => isPublicName(host)) ?? names[0];
        if (first === undefined) continue;
        const { at, word, host } = first;
        const others = names.filter((each) => each !== first);
        const hosts = `"${host}"${others.length > 0 ? ` and ${others.length} more` : ''}`;
        const data = { hosts, group: upstream.name.value, how };
        const severity = isPublicName(host) ? 'warning' : 'info';
        const fixes = useResolve(model, upstream, names);
        ctx.report(at, word, 'group', data, { severity, fixes, related: others.map(alsoHere) });
      }
    },
  }),
);

const alsoHere = ({ at, word }: Named) => ({ file: at.file, span: word, message: 'here too' });

interface Named {
  readonly at: Occurrence;
  readonly word: Word;
  readonly host: string;
  readonly target: ProxyTarget | null;
}

function namesInPasses(model: ConfigModel): readonly Named[] {
  const names: Named[] = [];
  for (const directive of PASS_DIRECTIVES) {
    for (const at of model.named(directive)) {
      const target = at.fact === null ? null : proxyTarget(model, at);
      const [word] = at.node.args;
      if (target === null || word === undefined || target.host === null) continue;
      const { host, unix, upstream, explicitPort } = target;
      if (unix || upstream !== null || target.variable || !isName(host)) continue;
      // A group has no port of its own, so that a name with one is no group; without a default it must be one.
      if (!explicitPort && (target.port === null || (!host.includes('.') && !isAllSeen(model)))) continue;
      if (isUsed(model, at)) names.push({ at, word, host, target });
    }
  }
  return names;
}

function isUsed(model: ConfigModel, pass: Occurrence): boolean {
  const handler = pass.parent === null ? null : contentHandler(model, pass.parent);
  return handler === null || handler.at === pass;
}

const NONE: readonly Named[] = [];

function namesIn(model: ConfigModel, upstream: UpstreamModel): readonly Named[] {
  let names: Named[] | null = null;
  for (const { at, address, url, parameters, down } of upstream.servers) {
    if (url === null || url.family !== 'inet' || url.bytes !== null || !isName(url.host)) continue;
    if (down || parameters.has('resolve')) continue;
    names ??= [];
    names.push({ at, word: address, host: url.host, target: null });
  }
  return names === null || isFilledAtRunTime(model, upstream) ? NONE : names;
}

/** Something to look up: no address, not this machine, no place-holder, and no name that a private network keeps in order. */
function isName(host: string): boolean {
  if (!/^[\w-]+(?:\.[\w-]+)*\.?$/.test(host) || /^[\d.]+$/.test(host) || host.toLowerCase() === 'localhost')
    return false;
  return !host.includes('.') || isPublicName(host);
}

/** Only with a resolver, and where the URI is passed on as it is: a URI part means something else behind a variable. */
function useVariable(model: ConfigModel, { at, word, host, target }: Named): readonly Fix[] {
  const block = at.parent;
  if (block === null || at.name !== 'proxy_pass' || target === null || target.uri !== null) return [];
  if (at.context.startsWith('stream') || block.name === 'limit_except' || word.quote !== null) return [];
  if (model.effective(block, 'resolver').values.length === 0) return [];
  const variable = `$${host.replace(/\W+/g, '_').toLowerCase()}_host`;
  if (model.named('set').some(({ node }) => node.args[0]?.value.toLowerCase() === variable)) return [];
  const source = model.source(at.file);
  const start = word.start + source.text.slice(word.start, word.end).indexOf(host);
  const edits: FileEdit[] = [
    insertBefore(source, at.node, [`set ${variable} ${host};`]),
    { file: at.file, span: { start, end: start + host.length }, text: variable },
  ];
  return [{ title: 'Put the host into a variable', safe: false, edits }];
}

function useResolve(model: ConfigModel, upstream: UpstreamModel, names: readonly Named[]): readonly Fix[] {
  if (!model.facts.atLeast('1.27.3') || model.effective(upstream.at, 'resolver').values.length === 0) return [];
  const zone = own(upstream.at, 'zone').length > 0 ? null : addZone(model, upstream);
  if (zone === null && own(upstream.at, 'zone').length === 0) return [];
  const resolve = names.map(
    ({ at: { file }, word: { end } }): FileEdit => ({ file, span: { start: end, end }, text: ' resolve' }),
  );
  return [{ title: 'Add "resolve"', safe: false, edits: zone === null ? resolve : [zone, ...resolve] }];
}
