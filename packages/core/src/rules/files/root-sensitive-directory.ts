import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { looksLikeFile, mapsFiles, triesFixedFiles } from '../../model/files.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { normalisePath } from '../../text/file-id.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Folders of which nobody should see everything; of those in `BELOW` nothing at all. */
const WHOLE = new Set(['/', '/root', '/home', '/proc', '/sys', '/dev', '/var', '/usr', '/boot', '/srv']);
const BELOW = ['/etc'];
/** Folders whose name says that they are for browsers: `/etc/icinga/stylesheets`. */
const FOR_THE_WEB =
  /^(?:\.well-known|stylesheets|styles|css|js|javascripts?|images|img|icons|fonts|themes|static|htdocs|html)$/;

export default defineRule(
  {
    id: 'root-sensitive-directory',
    group: 'files',
    severity: 'error',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A `root` or `alias` serves a folder of the system',
      why: 'Every file below the root that nginx may read can be fetched by anyone who guesses its name: configuration, keys, logs, files of other users. With `root /etc/nginx` the request `/nginx.conf` is enough.',
      bad: 'root /etc/nginx;\nlocation = /status { return 204; }',
      good: 'root /usr/share/nginx/html;\nlocation = /status { return 204; }',
      context: 'http, server',
      silent: [
        'for relative paths and paths with variables',
        'for folders called `html`, `static`, `stylesheets`, `.well-known` and the like',
        'for single files: `location = /x`, or `try_files` with fixed names',
        'for an alias that the rest of the path does not lead below',
        'where the path of the location makes the folder harmless: `location /doc/ { root /usr; }` serves `/usr/doc/` only',
        'in `internal` locations, and where nothing serves files',
      ],
      severities: ['`info` for `/srv`'],
      remedy: 'Give the site a folder of its own, such as `/srv/www/example.com`, with nothing else in it.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#root',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#alias',
      ],
    },
    options: { allow: [] as string[] },
    optionDocs: { allow: 'Folders that may be served, such as `/etc/pki/public`, with everything below them.' },
    messages: {
      exposed: ({ directive, folder }: { directive: string; folder: string }) =>
        `this ${directive} serves ${folder}, a folder of the system, to everybody; use a folder with nothing but the site in it`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!model.named('root').some(isSuspect) && !model.named('alias').some(isSuspect)) return;
      const reported = new Set<Occurrence>();
      for (const server of model.servers) {
        for (const { at, folder, location } of exposedBy(model, server)) {
          if (reported.has(at) || !isSensitive(folder) || isBelow(folder, ctx.options.allow)) continue;
          const [word] = at.node.args;
          if (word === undefined) continue;
          reported.add(at);
          const data = { directive: at.name, folder };
          const related = location && [
            { file: location.at.file, span: location.word, message: `${shownLocation(location)} serves files from it` },
          ];
          const severity = folder === '/srv' ? 'info' : 'error';
          ctx.report(at, word, 'exposed', data, related ? { severity, related } : { severity });
        }
      }
    },
  }),
);

/** Can the folder be a sensitive one at all, also with the path of its location behind it? Most are told by their beginning. */
function isSuspect({ node, parent }: Occurrence): boolean {
  const value = node.args[0]?.value ?? '';
  if (!value.startsWith('/')) return false;
  const slash = value.indexOf('/', 1);
  const isShort = slash === -1 || slash === value.length - 1;
  if (isShort || value.startsWith('/etc/') || value.startsWith('/home/')) return true;
  // What the steps in it lead to is found by reading it.
  return (
    value.includes('//') || value.includes('/.') || parent?.node.args.some((word) => word.value.includes('..')) === true
  );
}

interface Exposure {
  /** The `root` or `alias`. */
  readonly at: Occurrence;
  /** Normalised. */
  readonly folder: string;
  readonly location: LocationModel | null;
}

function* exposedBy(model: ConfigModel, server: ServerModel): Generator<Exposure> {
  const unmatched = !server.locations.some((location) => isPrefix(location) && location.pattern === '/');
  if (unmatched && mapsFiles(model, server.at)) {
    const [root] = model.effective(server.at, 'root').values;
    const folder = root === undefined ? null : fixedFolder(root);
    if (root !== undefined && folder !== null) yield { at: root, folder, location: null };
  }
  for (const location of server.allLocations) {
    if (isNarrow(location) || !mapsFiles(model, location.at)) continue;
    const [alias] = own(location.at, 'alias');
    const [root] = model.effective(location.at, 'root').values;
    if (alias !== undefined) {
      const folder = aliasFolder(alias, location);
      if (folder !== null) yield { at: alias, folder, location };
    } else if (root !== undefined) {
      const folder = rootFolder(root, location);
      if (folder !== null) yield { at: root, folder, location };
    }
  }
}

/** Locations of single files, and those that only nginx itself leads to. */
function isNarrow({ match, at }: LocationModel): boolean {
  return match === 'exact' || own(at, 'internal').length > 0 || triesFixedFiles(at);
}

/** What can be reached below an alias; null where that is a single file, or nothing. */
function aliasFolder(alias: Occurrence, location: LocationModel): string | null {
  const value = alias.node.args[0]?.value ?? '';
  if (!isPrefix(location)) return null;
  const slash = value.endsWith('/');
  if (!slash && (location.pattern.endsWith('/') || looksLikeFile(value))) return null;
  return fixedFolder(alias);
}

/** A root of the location itself is meant with the location's path; one from further out is the site's root. */
function rootFolder(root: Occurrence, location: LocationModel): string | null {
  const folder = fixedFolder(root);
  if (folder === null || root.parent !== location.at || !isPrefix(location)) return folder;
  // Without a slash at its end the location leads to neighbours too, which lie in the same folder.
  return normalisePath(`${folder}/${location.pattern}`);
}

function fixedFolder(at: Occurrence): string | null {
  const value = at.node.args[0]?.value ?? '';
  return value.startsWith('/') && !value.includes('$') ? normalisePath(value) : null;
}

function isSensitive(folder: string): boolean {
  if (WHOLE.has(folder) || /^\/home\/[^/]+$/.test(folder)) return true;
  return isBelow(folder, BELOW) && !folder.split('/').some((part) => FOR_THE_WEB.test(part));
}

function isBelow(folder: string, others: readonly string[]): boolean {
  return others.some((other) => folder === other || folder.startsWith(`${other.replace(/\/+$/, '')}/`));
}
