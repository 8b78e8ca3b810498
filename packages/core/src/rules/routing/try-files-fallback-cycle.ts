import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { contentHandler } from '../../model/handlers.ts';
import { shownLocation } from '../../model/location-search.ts';
import { type TryFiles, tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { wordBytes } from '../../route/bytes.ts';
import { cycleOf } from '../../route/cycles.ts';
import { searchLocation } from '../../route/location-tree.ts';
import { reachability } from '../../route/reachability.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'try-files-fallback-cycle',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'The last parameter of a `try_files` leads back to it',
      why: 'nginx does not look for the last parameter but redirects to it internally. If the same location takes it and the file does not exist, `try_files` comes to its last parameter again. After ten rounds nginx answers 500 and logs a redirection cycle.',
      bad: 'root /srv/www;\nlocation / { try_files $uri $uri/ /app.html; }',
      good: 'root /srv/www;\nlocation / { try_files $uri $uri/ /app.html; }\nlocation = /app.html { add_header Cache-Control no-cache; }',
      context: 'http, server',
      silent: [
        'for `=404` and named locations',
        'where another location takes the last parameter',
        'for the index file of a folder, which exists wherever there is a site',
      ],
      severities: ['`info` for a file that may exist'],
      remedy: 'Put `=404` behind it, or give the file a location of its own (`location = /app.html`).',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files'],
    },
    options: {},
    messages: {
      always: ({ fallback, location }: { fallback: string; location: string }) =>
        `${fallback} leads back to location ${location}, so that nginx answers 500 for every file that does not exist; put "=404" behind it`,
      through: ({ fallback, location }: { fallback: string; location: string }) =>
        `${fallback} leads back to location ${location} on a detour, so that nginx goes round and answers 500 if that file is missing; put "=404" behind it`,
      missing: ({ fallback, location }: { fallback: string; location: string }) =>
        `location ${location} takes ${fallback} too, so that nginx goes round and answers 500 if that file is missing; put "=404" behind it`,
    },
  },
  (ctx) => ({
    config(model) {
      const blocks = new Set(
        model
          .named('try_files')
          .filter(leadsToPath)
          .map(({ parent }) => parent),
      );
      if (blocks.size === 0) return;
      const told = new Set<Occurrence>();
      for (const server of model.servers) {
        // Of a part nobody knows which locations stand beside.
        if (server.at.implied && !model.certain) continue;
        for (const location of server.allLocations) {
          const own = blocks.has(location.at) ? tryFiles(location.at) : null;
          if (own === null || !mayComeBack(model, location, own) || hasUnread(model, location.at)) continue;
          const circle = fallbacksFrom(model, location);
          // Where a circle has several, the one that a request meets first tells of it.
          const at = circle.find((each) => each.parent === location.at) ?? circle[0];
          const fallback = at?.node.args.at(-1);
          if (at === undefined || fallback === undefined || circle.some((each) => told.has(each))) continue;
          for (const each of circle) told.add(each);
          const block = model.location(at) ?? location;
          const data = { fallback: fallback.value, location: shownLocation(block) };
          const others = circle.filter((each) => each !== at);
          const related = others.map(({ file, node }) => ({
            file,
            span: node.name,
            message: 'the detour leads through here',
          }));
          const extra = { related, fixes: fixOf(at, fallback) };
          if (pathOf(fallback).includes('$')) ctx.report(at, fallback, 'always', data, extra);
          else if (!isLikelyThere(model, at, fallback)) {
            ctx.report(at, fallback, others.length > 0 ? 'through' : 'missing', data, { ...extra, severity: 'info' });
          }
        }
      }
    },
  }),
);

/** Neither to a status nor to a named location. */
function leadsToPath({ node }: Occurrence): boolean {
  const fallback = node.args.at(-1)?.value ?? '=';
  return !fallback.startsWith('=') && !fallback.startsWith('@');
}

/** Neither a status nor a named location, nor a path for a location without a `try_files`. */
function mayComeBack(model: ConfigModel, { server }: LocationModel, { at, fallback }: TryFiles): boolean {
  if (/^[=@]/.test(fallback.value)) return false;
  const path = pathOf(fallback);
  if (path.includes('$')) return true;
  const found = searchLocation(model, server, wordBytes(model, at, path));
  const next = found.kind === 'location' ? tryFiles(found.location.at) : null;
  return next !== null && !/^[=@]/.test(next.fallback.value) && !isLikelyThere(model, at, fallback);
}

const pathOf = ({ value }: Word): string => value.split(/\?|\$is_args/)[0] ?? '';

/** The `try_files` that a request goes round in where no file is there. */
function fallbacksFrom(model: ConfigModel, location: LocationModel): readonly Occurrence[] {
  const reach = reachability(model, location.server).get(location);
  if (reach?.kind !== 'reachable' || location.match === 'named') return [];
  const cycle = cycleOf(model, location.server, reach.sample, () => 'missing');
  // Rewrites that go round have a rule of their own.
  return cycle === null || cycle.rewrites.length > 0 ? [] : cycle.fallbacks;
}

/**
 * The index of a folder is there wherever there is a site. Of a part of a server, scripts are mostly taken by a location
 * that is not seen.
 */
function isLikelyThere(model: ConfigModel, at: Occurrence, fallback: Word): boolean {
  const path = pathOf(fallback);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const block = at.parent;
  // An application without its script would be noticed.
  if (block !== null && contentHandler(model, block)?.kind !== 'static') return true;
  const indexes = block === null ? [] : model.effective(block, 'index').values.flatMap(({ node }) => node.args);
  const names = indexes.length > 0 ? indexes.map(({ value }) => value.replace(/^\//, '')) : ['index.html'];
  return name === '' || names.includes(name) || (/\.php$/.test(name) && model.server(at)?.at.implied === true);
}

/** Behind it the parameter is a file that is looked for, in the location that takes it anyway. */
function fixOf({ file }: Occurrence, fallback: Word): Fix[] {
  if (fallback.value.includes('?')) return [];
  const edits = [{ file, span: { start: fallback.end, end: fallback.end }, text: ' =404' }];
  return [{ title: 'Put "=404" behind it', safe: false, edits }];
}
