import { type Budget, coversPrefix, literalPrefix, mayBegin, type Pattern } from '@nginx-lint/regex';
import type { Fix, Severity } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { guardsAt } from '../../model/access.ts';
import { own } from '../../model/blocks.ts';
import { isPrefix, locationRegex, shownLocation } from '../../model/location-search.ts';
import { isMediaOnly } from '../../model/media.ts';
import { isOpenToAll, ownGuards, shownGuard, someKeepOut } from '../../model/openness.ts';
import { isDynamic, leadsToSame } from '../../model/same-content.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { locationName } from '../../route/location-levels.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { pathInto } from '../../route/path-into.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** For all protected locations of a server together. */
const MOST_TRANSITIONS = 1_000_000;
/** Names that there may be right below a prefix: `index.php`, not `wp-content/.php`. Files have an extension. */
const LIKELY = /^[\w-]+(?:\.[a-z0-9]{1,5})?$/i;
/** `/.htaccess`, `/setup.php`; `/.git` is a folder. */
const FILE = /\/(?:\.ht\w+|\.env|[^/]+\.[a-z][a-z0-9]{0,4})$/i;
/** `/.git/`: what is of worth there has no extension. */
const HIDDEN = /\/\.[^/]+\/?$/;
const LIKELY_FILE = /^[\w-]+\.[a-z0-9]{1,5}$/i;

export default defineRule(
  {
    id: 'protected-prefix-bypassed-by-regex',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A regex location answers some paths of a protected prefix without its rules',
      why: 'nginx picks the longest prefix, but then tries the regular expressions, and the first that matches is used. `location /admin/ { deny all; }` does not hold for `/admin/index.php` where the same server has a `location ~ \\.php$`: that one answers, without the rules of the prefix.',
      bad: 'root /srv/www;\nlocation /admin/ {\n    deny all;\n}\nlocation ~ \\.php$ {\n    fastcgi_pass 127.0.0.1:9000;\n}',
      good: 'root /srv/www;\nlocation ^~ /admin/ {\n    deny all;\n    location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; }\n}\nlocation ~ \\.php$ {\n    fastcgi_pass 127.0.0.1:9000;\n}',
      context: 'http, server',
      silent: [
        'where the expression has access rules too, refuses or redirects',
        'where it leads to other files or another backend than the protected location',
        'where it names the prefix itself (`^/admin/login`) and so is an exception',
        'beside a `location /` that refuses all the rest',
        'where it matches no plausible name right below the prefix, or another location takes those that it matches',
        'for a prefix that is a file (`/.htaccess`), as nothing lies below it',
        'where an `if` of the server may refuse the requests, or an included file is missing',
        'where it takes every path of the prefix, which `location-prefix-shadowed-by-regex` reports',
      ],
      severities: [
        '`info` where only pictures, styles and the like get out, or plain files below a hidden folder such as `/.git/`',
      ],
      remedy:
        'Write `^~` in front of the prefix and put the expressions that it needs into it. Or put the rules into the server.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
        'https://nginx.org/en/docs/http/request_processing.html',
      ],
    },
    options: {},
    messages: {
      bypassed: ({ guard, location, uri, regex, outer }: Data) =>
        `${guard} of location ${location} does not hold for "${uri}": location ${regex} answers that, as a regular expression wins over a prefix; ${outer === null ? 'write "^~" before the prefix' : `write "^~" before ${outer}`} or repeat the rule there`,
    },
  },
  (ctx) => ({
    config(model) {
      // What keeps methods out holds such a directive too.
      if (!someKeepOut(model)) return;
      for (const server of model.servers) {
        let regexes: readonly LocationModel[] | null = null;
        const budget = { left: MOST_TRANSITIONS };
        for (const location of server.allLocations) {
          if (!isPrefix(location) || !location.pattern.startsWith('/')) continue;
          const guard = guardOf(model, location);
          if (guard === undefined || hasUnread(model, location.at)) continue;
          regexes ??= server.allLocations.filter(({ match }) => match === 'regex');
          const found = worstOf(waysAround(model, server, location, regexes, budget));
          if (found === null) continue;
          const { regex, uri, severity } = found;
          const data = {
            guard: shownGuard(guard),
            location: shownLocation(location),
            uri,
            regex: shownLocation(regex),
            outer: outerOf(location),
          };
          const related = [{ file: regex.at.file, span: regex.word, message: `answers "${uri}" without these rules` }];
          ctx.report(location.at, location.word, 'bypassed', data, {
            related,
            severity,
            fixes: finalPrefix(model, location, guard),
          });
        }
      }
    },
  }),
);

interface Data {
  readonly guard: string;
  readonly location: string;
  readonly uri: string;
  readonly regex: string;
  /** The prefix further out that loses to the expression, where the location itself does not. */
  readonly outer: string | null;
}

interface WayAround {
  readonly regex: LocationModel;
  readonly uri: string;
  readonly severity: Severity;
}

function worstOf(ways: Iterable<WayAround>): WayAround | null {
  let mild: WayAround | null = null;
  for (const way of ways) {
    if (way.severity === 'error') return way;
    mild ??= way;
  }
  return mild;
}

function* waysAround(
  model: ConfigModel,
  server: ServerModel,
  location: LocationModel,
  regexes: readonly LocationModel[],
  budget: Budget,
): Generator<WayAround> {
  const name = locationName(model, location);
  const guard = guardOf(model, location);
  const isSealed = isForNobody(model, location, guard);
  for (const regex of regexes) {
    const tree = locationRegex(model, regex);
    if (tree === null || isWithin(regex, location) || !mayBegin(tree, name)) continue;
    if (isException(tree, name) || (name === '/' && isSealed)) continue;
    // Files take no other methods anyhow.
    if (guard?.name === 'limit_except' && !isDynamic(model, regex.at)) continue;
    if (hasUnread(model, regex.at) || !isOpenToAll(model, regex.at) || !leadsToSame(model, location.at, regex.at))
      continue;
    if (coversPrefix(tree, name, { newlines: false }) === 'yes') continue;
    const likely = isDynamic(model, regex.at) ? LIKELY : LIKELY_FILE;
    const path = FILE.test(name)
      ? itself(model, server, regex, name)
      : pathInto(model, server, regex, name, likely, budget);
    if (path === null) continue;
    // As the file writes it: `name` is bytes.
    const uri = location.pattern + path.slice(name.length);
    yield {
      regex,
      uri,
      severity: isMediaOnly(tree) || (HIDDEN.test(name) && !isDynamic(model, regex.at)) ? 'info' : 'error',
    };
  }
}

/** What keeps the public out of a location, or out of some methods. */
function guardOf(model: ConfigModel, location: LocationModel): Occurrence | undefined {
  const [guard] = ownGuards(model, location);
  if (guard !== undefined || model.named('limit_except').length === 0) return guard;
  return own(location.at, 'limit_except').find((methods) => guardsAt(model, methods).length > 0);
}

/** Nothing lies below a file: it is asked for itself, or not at all. */
function itself(model: ConfigModel, server: ServerModel, regex: LocationModel, name: string): string | null {
  const found = searchLocation(model, server, name);
  return found.kind === 'location' && found.location === regex ? name : null;
}

/** An expression that names the prefix itself, such as `^/admin/login`, is written to be open. */
function isException(tree: Pattern, name: string): boolean {
  return literalPrefix(tree)?.text.toLowerCase().startsWith(name.toLowerCase()) ?? false;
}

function isWithin(inner: LocationModel, outer: LocationModel): boolean {
  for (let at: LocationModel | null = inner; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

/** A `^~` counts on its own level only. */
function outerOf({ match, parent }: LocationModel): string | null {
  return match === 'prefix-final' && parent !== null ? `location ${shownLocation(parent)}` : null;
}

/** Does nobody get in at all? */
function isForNobody(model: ConfigModel, { at }: LocationModel, guard: Occurrence | undefined): boolean {
  const kind = guard?.name;
  return kind === 'return' || (kind === 'deny' && model.effective(at, 'allow').values.length === 0);
}

/** Only where nobody gets in at all: else scripts below the prefix would be sent as text to those who do. */
function finalPrefix(model: ConfigModel, location: LocationModel, guard: Occurrence): Fix[] {
  const { at, word, pattern, parent, match } = location;
  if (!isForNobody(model, location, guard) || parent !== null || match !== 'prefix') return [];
  const edit = { file: at.file, span: { start: word.start, end: word.start }, text: '^~ ' };
  return [{ title: `Write "^~ ${pattern}"`, safe: false, edits: [edit] }];
}
