import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { shownLocation } from '../../model/location-search.ts';
import { isOpenToAll, ownGuards, shownGuard } from '../../model/openness.ts';
import { leadsToSame } from '../../model/same-content.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { blockAsked } from '../../route/asked.ts';
import { locationName } from '../../route/location-levels.ts';
import { socketsOf } from '../../route/sockets.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'merge-slashes-off',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'With `merge_slashes off` a second slash gets around a protected path',
      why: 'Without merging `//admin` is another path than `/admin`. No `location /admin` matches it, and a more general location answers, while files and most applications take both for the same.',
      bad: 'merge_slashes off;\nlocation /admin { deny all; }\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      good: 'location /admin { deny all; }\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'where no location protects a path, so that a second slash gains nothing',
        'where the location that answers has access rules too, refuses, or leads to other files or another backend',
        'in a server that is not the default of its address, whose setting nginx uses unless a name sent with TLS chose another one',
      ],
      remedy:
        'Remove the line. If an application needs double slashes, protect its paths there, or with `if ($uri ~ …)`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#merge_slashes'],
    },
    options: {},
    messages: {
      around: ({ guard, location, uri, other }: { guard: string; location: string; uri: string; other: string }) =>
        `with "merge_slashes off" the path "${uri}" gets around ${guard} of location ${location}: ${other} answers it; remove the line`,
    },
  },
  (ctx) => ({
    directives: {
      merge_slashes(at) {
        if (at.node.args[0]?.value.toLowerCase() !== 'off' || at.fact === null) return;
        for (const server of serversUnder(ctx.model, at)) {
          const found = wayAround(ctx.model, server);
          if (found === null) continue;
          const { location, guard, uri, other } = found;
          const data = { guard: shownGuard(guard), location: shownLocation(location), uri, other };
          const related = [{ file: location.at.file, span: location.word, message: `does not match "${uri}"` }];
          // Paths with two slashes that are meant would change too.
          const fix = {
            title: 'Remove the line',
            safe: false,
            edits: [deleteStatement(ctx.model.source(at.file), at.node)],
          };
          ctx.report(at, at.node.args[0] ?? at.node.name, 'around', data, { related, fixes: [fix] });
          return;
        }
      },
    },
  }),
);

/** The servers whose requests are read by that setting: `cscf->merge_slashes` of the server that a connection begins with. */
function serversUnder(model: ConfigModel, at: Occurrence): readonly ServerModel[] {
  const isUnder = (server: ServerModel): boolean => model.effective(server.at, 'merge_slashes').values.includes(at);
  const found = new Set<ServerModel>();
  for (const { defaultServer, servers, tls } of socketsOf(model)) {
    for (const server of servers) if (isUnder(tls ? server : defaultServer)) found.add(server);
  }
  return [...found];
}

interface WayAround {
  readonly location: LocationModel;
  readonly guard: Occurrence;
  readonly uri: string;
  readonly other: string;
}

function wayAround(model: ConfigModel, server: ServerModel): WayAround | null {
  for (const location of server.allLocations) {
    const path = pathOf(model, location);
    const [guard] = path === null ? [] : ownGuards(model, location);
    if (path === null || guard === undefined) continue;
    if (blockAsked(model, server, path) !== location) continue;
    const uri = `/${path}`;
    const asked = blockAsked(model, server, uri);
    if (asked === null || asked === location) continue;
    const block = asked === 'server' ? server.at : asked.at;
    if (hasUnread(model, block) || !isOpenToAll(model, block) || !leadsToSame(model, location.at, block)) continue;
    return { location, guard, uri, other: asked === 'server' ? 'the server' : `location ${shownLocation(asked)}` };
  }
  return null;
}

/** A path that the location is meant for; of expressions only those that begin with a plain one. */
function pathOf(model: ConfigModel, location: LocationModel): string | null {
  if (location.match === 'named') return null;
  const name = locationName(model, location);
  if (location.match !== 'regex') return name.length > 1 ? name : null;
  return /^\^(\/[\w-]+(?:\/[\w-]+)*\/?)/.exec(name)?.[1] ?? null;
}
