import { defineRule } from '../../lint/rule.ts';
import { looksLikeFile } from '../../model/files.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { isOpenToAll, ownGuards, shownGuard, someKeepOut } from '../../model/openness.ts';
import { isDynamic, leadsToSame } from '../../model/same-content.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { blockAsked } from '../../route/asked.ts';
import { locationName } from '../../route/location-levels.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What is one address and no folder: pages of monitoring, of health and of logins by machines. */
const ENDPOINT =
  /(?:status|stats?|metrics|health\w*|ping|ready|readyz|live|livez|check|auth|validate|verify|login|logout|callback|token|sitemap|feed)\/?$/i;

export default defineRule(
  {
    id: 'protected-exact-location-only',
    group: 'security',
    severity: 'warning',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'An exact location protects one address, and what lies below it stays open',
      why: '`location = /admin` holds for `/admin` and nothing else. `/admin/` and everything below it go to another location, which answers without a check. In the same way `location /admin/` does not hold for `/admin`, which many applications take for the same page.',
      bad: 'location = /admin { deny all; }\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      good: 'location /admin { deny all; }\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'for files and single endpoints such as `= /robots.txt` and `= /metrics`, and for `internal` locations',
        'where the location that answers has access rules too, refuses, redirects, or leads to other files or another backend',
        'for a protected folder that is served from files, as nginx redirects its name to it',
      ],
      remedy: 'Write the location as a prefix without a trailing slash: `location /admin { … }`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
    },
    options: {},
    messages: {
      below: ({ guard, location, uri, other }: Data) =>
        `${guard} of location ${location} does not hold for "${uri}", which ${other} answers without it; write the location as a prefix`,
      bare: ({ guard, location, uri, other }: Data) =>
        `${guard} of location ${location} does not hold for "${uri}" without the slash, which ${other} answers; write the location without the slash at its end`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!someKeepOut(model)) return;
      for (const server of model.servers) {
        for (const location of server.allLocations) {
          // What is `internal` is there for other locations, and for one address.
          const guard = ownGuards(model, location).find(isNotInternal);
          const probe = guard === undefined ? null : probeOf(model, location);
          if (guard === undefined || probe === null) continue;
          const asked = blockAsked(model, server, probe);
          const other = asked === 'server' ? server.at : (asked?.at ?? null);
          if (other === null || other === location.at || !isOpenToAll(model, other) || hasUnread(model, other))
            continue;
          if (!leadsToSame(model, location.at, other)) continue;
          const exact = location.match === 'exact';
          // As the file writes it: the probe is bytes.
          const uri = exact
            ? location.pattern + probe.slice(locationName(model, location).length)
            : location.pattern.slice(0, -1);
          if (!exact && !(isDynamic(model, other) && contentHandler(model, location.at)?.kind === 'static')) continue;
          const shown = asked === null || asked === 'server' ? 'the server' : `location ${shownLocation(asked)}`;
          const data = { guard: shownGuard(guard), location: shownLocation(location), uri, other: shown };
          const related = [{ file: other.file, span: other.node.name, message: `answers "${uri}"` }];
          const fixes = exact && isWider(asked, location) ? asPrefix(location) : [];
          ctx.report(location.at, location.word, exact ? 'below' : 'bare', data, { related, fixes });
        }
      }
    },
  }),
);

const isNotInternal = ({ name }: Occurrence): boolean => name !== 'internal';

interface Data {
  readonly guard: string;
  readonly location: string;
  readonly uri: string;
  readonly other: string;
}

/** The path beside the protected one that means the same to most applications. */
function probeOf(model: ConfigModel, location: LocationModel): string | null {
  const { match, pattern } = location;
  if (pattern.length < 2 || looksLikeFile(pattern) || ENDPOINT.test(pattern)) return null;
  const name = locationName(model, location);
  if (match === 'exact') return name.endsWith('/') ? `${name}a` : `${name}/`;
  return isPrefix(location) && name.endsWith('/') ? name.slice(0, -1) : null;
}

/** Would the location as a prefix win over the one that answers now? */
function isWider(asked: LocationModel | 'server' | null, { pattern }: LocationModel): boolean {
  return asked === 'server' || (asked !== null && isPrefix(asked) && asked.pattern.length < pattern.length);
}

/** `= /admin` as `/admin`; none where such a prefix is there. */
function asPrefix({ at, word, pattern, parent, server }: LocationModel) {
  const beside: readonly LocationModel[] = parent?.children ?? server.locations;
  if (beside.some((each) => isPrefix(each) && each.pattern === pattern)) return [];
  const [modifier] = at.node.args;
  const end = modifier === word ? word.end - pattern.length : word.start;
  if (word.quote !== null || modifier === undefined || isOdd(at)) return [];
  const edits = [{ file: at.file, span: { start: modifier.start, end }, text: '' }];
  return [{ title: `Write the location as the prefix "${pattern}"`, safe: false, edits }];
}

/** With a name that is cut or escaped in a way of its own the place of the modifier is not certain. */
const isOdd = ({ node }: Occurrence): boolean => node.args.some(({ value }) => /[\s\\"']/.test(value));
