import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertBefore, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { ownHandlers } from '../../model/handlers.ts';
import { cutOffAt } from '../../model/headers.ts';
import { afterIf, conditionOf, laterIfs } from '../../model/if-blocks.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What runs while the conditions are looked at, whatever block a request ends in. */
const STATEMENTS: ReadonlySet<string> = new Set(['return', 'rewrite', 'set', 'break', 'include']);

export default defineRule(
  {
    id: 'if-in-location-unsafe',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'An `if` in a location loses settings of the location',
      why: 'An `if` whose condition holds takes the place of the location. What it does not inherit is gone, above all `try_files`, even if its body only sets a variable. Of several that hold the last one counts, and the settings of the others are dropped.',
      bad: 'root /srv/www;\nlocation / {\n    try_files $uri /index.html;\n    if ($arg_debug) { set $dbg 1; }\n}',
      good: 'root /srv/www;\nif ($arg_debug) { set $dbg 1; }\nlocation / {\n    try_files $uri /index.html;\n}',
      context: 'http, server',
      silent: [
        'for an `if` of the server',
        'where its body ends with `return` or a `rewrite` that leads elsewhere',
        'where it only sets variables and nothing is lost',
        'for a handler with a `break` behind it',
        'for settings of an `if` that no later one can replace',
      ],
      severities: [
        '`info` for a single handler such as `proxy_pass`, and for other settings than handlers that a later `if` drops',
      ],
      remedy:
        'Choose values with `map` and use the variable. Or put the `if` into the server, or make a location of its own with `error_page 418 = @name; return 418;`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if',
        'https://nginx.org/en/docs/http/ngx_http_map_module.html',
      ],
    },
    options: {},
    messages: {
      tryFiles: ({ condition }: { condition: string }) =>
        `while "if ${condition}" holds, the "try_files" of the location is not run, as it is not inherited; put the "if" into the server, or use a "map"`,
      dropped: ({ what, later }: { what: string; later: string }) =>
        `"${what}" of this "if" is dropped where ${later} further down holds too, as the last one replaces the others; use a "map", or locations`,
      handler: ({ what }: { what: string }) =>
        `"${what}" in an "if" works only as long as no other "if" of the location holds after it; put it into a location of its own, or choose its target with a "map"`,
    },
  },
  (ctx) => ({
    directives: {
      if(at) {
        const location = at.parent;
        if (location === null || at.context !== 'location') return;
        // What every request meets besides, takes the place of all that.
        if (own(location, 'return').length > 0 || afterIf(ctx.model, at) === 'gone') return;
        const [handler] = ownHandlers(at);
        const tried = tryFiles(location);
        if (tried !== null && handler === undefined && afterIf(ctx.model, at) === 'here') {
          const related = [{ file: tried.at.file, span: tried.at.node.name, message: 'is not run' }];
          const fixes = intoServer(ctx.model, at, location);
          ctx.report(at, at.node.name, 'tryFiles', { condition: conditionOf(at) }, { related, fixes });
          return;
        }
        const lost = lostTo(ctx.model, at);
        if (lost !== null) {
          const { setting, later } = lost;
          const related = [{ file: later.file, span: later.node.name, message: 'replaces it' }];
          const data = { what: setting.name, later: `"if ${conditionOf(later)}"` };
          const severity = handler === undefined ? ('info' as const) : ('warning' as const);
          ctx.report(setting, setting.node.name, 'dropped', data, { related, severity });
        } else if (handler !== undefined && own(at, 'break').length === 0) {
          const data = { what: handler.at.name };
          ctx.report(handler.at, handler.at.node.name, 'handler', data, { severity: 'info' });
        }
      },
    },
  }),
);

/** A setting of an `if` that a later one does not set as well. Headers that are cut off have a rule of their own. */
function lostTo(model: ConfigModel, at: Occurrence): { setting: Occurrence; later: Occurrence } | null {
  const settings = at.children.filter(
    ({ name, fact }) => !STATEMENTS.has(name) && fact !== null && fact.definesVariable === undefined,
  );
  if (settings.length === 0) return null;
  for (const later of laterIfs(model, at)) {
    const setting = settings.find(({ node }) => {
      if (node.name.value === 'add_header' && cutOffAt(model, at, 'add_header').length > 0) return false;
      return !node.name.value.includes('_by_lua') && own(later, node.name.value).length === 0;
    });
    if (setting !== undefined) return { setting, later };
  }
  return null;
}

/** Only variables that are set for a request as such may be set earlier. */
function intoServer(model: ConfigModel, at: Occurrence, location: Occurrence): Fix[] {
  const server = location.parent;
  const body = at.node.body;
  if (server?.name !== 'server' || at.file !== location.file || body === null || location.implied) return [];
  const source = model.source(at.file);
  const words = [...at.node.args, ...at.children.flatMap(({ node }) => node.args)].map(({ value }) => value);
  if (!at.children.every(({ name, file }) => name === 'set' && file === at.file)) return [];
  if (
    at.children.length === 0 ||
    words.some((word) => /\$(?:\d|request_filename|document_root)|^\(?!?-[fdex]$/.test(word))
  )
    return [];
  const opening = source.text.slice(at.node.start, body.start).trim();
  const sets = at.children.map(({ node }) => statementText(source, node)).join(' ');
  const edits = [insertBefore(source, location.node, [`${opening} { ${sets} }`]), deleteStatement(source, at.node)];
  return [{ title: 'Put the "if" into the server', safe: false, edits }];
}
