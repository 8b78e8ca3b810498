import { findWitness } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { enclosing, own, walk } from '../../model/blocks.ts';
import { headerNamed, headersAt } from '../../model/headers.ts';
import { isPrefix, locationRegex } from '../../model/location-search.ts';
import { mayRedirectAgain, redirectsIn } from '../../model/redirecting-servers.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { wordBytes } from '../../route/bytes.ts';
import { type Cycle, cycleOf } from '../../route/cycles.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { normalisedPaths } from '../../route/normalised-paths.ts';
import { type RedirectLoop, redirectLoop } from '../../route/redirect-loops.ts';
import { regexOf } from '../../route/regexes.ts';
import { isRedirect } from '../../route/server-stop.ts';
import type { Bytes } from '../../route/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** For one expression; most need a hundredth of it. */
const TRANSITIONS = 20_000;
/** Of variables, those that are known of a URL alone. */
const OF_URL =
  /\$\{?(?:scheme|host|http_host|server_name|request_uri|uri|document_uri|is_args|args|query_string|[1-9])\b\}?/g;

export default defineRule(
  {
    id: 'rewrite-loop',
    group: 'routing',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `rewrite` or redirect leads back to itself',
      why: 'After a `rewrite` in a location nginx looks for a location again. If that is the same one, and its expression matches the new path too, the request goes round, and after ten rounds nginx answers 500. A redirect that leads to its own address goes round in the browser.',
      bad: 'location / {\n    rewrite ^/(.*)$ /app/$1 last;\n    root /srv/www;\n}',
      good: 'location /app/ { root /srv/www; }\nlocation / { rewrite ^/(.*)$ /app/$1 last; }',
      context: 'http, server',
      silent: [
        'with the flag `break`',
        'where nothing is proved: each finding was run through with a request',
        'where headers, cookies or files decide',
      ],
      remedy:
        'Write `break` to stay in the location with the new path, or give the new paths a location of their own. Let a redirect lead to another server or path.',
      links: ['https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite'],
    },
    options: {},
    messages: {
      cycle: ({ path }: { path: string }) =>
        `a request for ${path} comes back to this "rewrite" until nginx answers 500; write "break", or add a location for the new path`,
      redirect: ({ path }: { path: string }) =>
        `this leads from ${path} back to itself, and browsers give up; redirect to another host or path`,
    },
  },
  (ctx) => ({
    config(model) {
      const told = new Set<Occurrence['node']>();
      const tell = (
        at: Occurrence,
        circle: readonly Occurrence[],
        message: 'cycle' | 'redirect',
        path: Bytes,
      ): void => {
        const others = [...new Set(circle)].filter((each) => each !== at && each.node !== at.node);
        for (const { node } of circle) told.add(node);
        const related = others.map(({ file, node }) => ({
          file,
          span: targetOf(node),
          message: 'leads back to it',
        }));
        const fixes = message === 'cycle' ? withBreak(at) : [];
        ctx.report(at, targetOf(at.node), message, { path }, { related, fixes });
      };
      for (const at of model.named('rewrite')) {
        if (at.context.startsWith('stream') || at.node.args[2]?.value === 'break' || isRedirect(at)) continue;
        const cycle = told.has(at.node) ? null : cycleThrough(model, at);
        if (cycle !== null) tell(at, cycle.rewrites, 'cycle', cycle.path);
      }
      for (const at of [...model.named('return'), ...model.named('rewrite').filter(isRedirect)]) {
        const loop = told.has(at.node) ? null : loopThrough(model, at);
        if (loop !== null) tell(at, loop.statements, 'redirect', loop.url);
      }
    },
  }),
);

/** Where a statement leads to. */
function targetOf({ name, args }: Occurrence['node']): Word {
  return args.at(name.value === 'return' ? -1 : 1) ?? name;
}

function cycleThrough(model: ConfigModel, at: Occurrence): Cycle | null {
  const server = model.server(at);
  const location = model.location(at);
  if (server === null || location === null || location.match === 'named' || hasUnread(model, at)) return null;
  // Of a part nobody knows which locations stand beside.
  if ((server.at.implied && !model.certain) || !mayComeBack(model, server, at)) return null;
  const path = pathFor(model, location, at);
  if (path === null || !isRewrittenAgain(model, server, at, path)) return null;
  const cycle = cycleOf(model, server, path, () => 'unknown');
  return cycle?.rewrites.includes(at) ? cycle : null;
}

/** A fixed path leads back only through a location that rewrites as well. */
function mayComeBack(model: ConfigModel, server: ServerModel, at: Occurrence): boolean {
  const [path = ''] = at.node.args[1]?.value.split('?') ?? [];
  if (path.includes('$')) return true;
  const found = searchLocation(model, server, wordBytes(model, at, path));
  return found.kind === 'location' && [...walk(found.location.at)].some(({ name }) => name === 'rewrite');
}

/** Does the location of the new path rewrite it as well? Where variables make it, that is for the simulation to tell. */
function isRewrittenAgain(model: ConfigModel, server: ServerModel, at: Occurrence, path: Bytes): boolean {
  const [target = ''] = at.node.args[1]?.value.split('?') ?? [];
  const { matcher } = regexOf(at.node.args[0]?.value ?? '', false, model.source(at.file).encoding);
  const match = matcher.match(path);
  if (match === null) return false;
  if (match === 'cannot-evaluate' || /\$\{?[^\d{]/.test(target)) return true;
  const next = wordBytes(model, at, target).replace(/\$\{?(\d)\}?/g, (_, group) => match.groups[Number(group)] ?? '');
  const found = searchLocation(model, server, next);
  if (found.kind !== 'location') return found.kind === 'unknown';
  return [...walk(found.location.at)].some(({ node, file }) => {
    if (node.name.value !== 'rewrite') return false;
    return regexOf(node.args[0]?.value ?? '', false, model.source(file).encoding).matcher.match(next) !== null;
  });
}

/** A path that gets to the location and that the expression matches. */
function pathFor(model: ConfigModel, location: LocationModel, at: Occurrence): Bytes | null {
  const { encoding } = model.source(at.file);
  const { pattern: tree, matcher } = regexOf(at.node.args[0]?.value ?? '', false, encoding);
  const name = wordBytes(model, location.at, location.pattern);
  if (!tree.accepted) return null;
  if (location.match === 'exact') return matcher.match(name) === null ? null : name;
  const around = locationRegex(model, location);
  const found = findWitness({
    some: around === null ? [tree] : [around, tree],
    none: [],
    within: [normalisedPaths(true)],
    prefix: isPrefix(location) ? name : '/',
    budget: { left: TRANSITIONS },
  });
  return typeof found === 'string' ? null : found.found;
}

/** The URL of a redirect outside of any `if` that goes round in the browser. */
function loopThrough(model: ConfigModel, at: Occurrence): RedirectLoop | null {
  const block = at.parent;
  const server = model.server(at);
  const target = at.node.args.at(at.name === 'return' ? -1 : 1)?.value ?? '';
  if (block === null || server === null || server.at.implied || at.context.includes('if')) return null;
  if (!/^(?:https?:\/\/|\$scheme:\/\/|\/|\$)/.test(target) || target.replace(OF_URL, '').includes('$')) return null;
  if (!mayLeadBack(model, server, at, target)) return null;
  // A cookie may be what is new the second time.
  if (headerNamed(headersAt(model, block, 'add_header'), 'set-cookie').length > 0) return null;
  const location = model.location(at);
  if (location?.match === 'named' || own(block, 'internal').length > 0 || enclosing(at, 'limit_except')) return null;
  const path =
    location === null ? '/a' : at.name === 'rewrite' ? pathFor(model, location, at) : nameOf(model, location);
  return path === null ? null : redirectLoop(model, server, at, path);
}

/** A path of the same server leads back only to a location that redirects too. */
function mayLeadBack(model: ConfigModel, server: ServerModel, at: Occurrence, target: string): boolean {
  if (!target.startsWith('/')) return mayRedirectAgain(model, server, target);
  if (at.parent === server.at) return true;
  const [beginning = ''] = wordBytes(model, at, target).split(/[$?]/);
  const found = searchLocation(model, server, target.includes('$') ? `${beginning}/a` : beginning);
  // Where expressions take part, another end may lead elsewhere.
  if (found.kind !== 'location') return found.kind === 'unknown';
  if (
    target.includes('$') &&
    server.locations.some(
      ({ match, at: { children } }) => match === 'regex' && children.some(({ name }) => name === 'return'),
    )
  )
    return true;
  return redirectsIn(found.location.at);
}

function nameOf(model: ConfigModel, location: LocationModel): Bytes | null {
  const name = wordBytes(model, location.at, location.pattern);
  if (location.match === 'exact') return name;
  const around = locationRegex(model, location);
  if (around === null) return name === '' ? '/a' : `${name}a`;
  const found = findWitness({
    some: [around],
    none: [],
    within: [normalisedPaths(true)],
    prefix: '/',
    budget: { left: TRANSITIONS },
  });
  return typeof found === 'string' ? null : found.found;
}

function withBreak({ node, file }: Occurrence): Fix[] {
  const [, target, flag] = node.args;
  if (target === undefined) return [];
  const edit = flag === undefined ? { start: target.end, end: target.end } : { start: flag.start, end: flag.end };
  const edits = [{ file, span: edit, text: flag === undefined ? ' break' : 'break' }];
  return [{ title: 'Write "break"', safe: false, edits }];
}
