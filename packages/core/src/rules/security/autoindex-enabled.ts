import { suffixSet } from '@nginx-lint/regex';
import { defineRule } from '../../lint/rule.ts';
import { guardsAt, ownRules, refusesSome } from '../../model/access.ts';
import { blocksUnder } from '../../model/answering-blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { locationRegex, shownLocation } from '../../model/location-search.ts';
import { isPrivate } from '../../model/openness.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'autoindex-enabled',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Listings of folders are switched on',
      why: 'A listing shows everything in a folder without an index file: backups, uploads, files that nobody links to. Search engines list it too.',
      bad: 'location / {\n    root /srv/files;\n    autoindex on;\n}',
      good: 'location / {\n    root /srv/files;\n}',
      context: 'http, server',
      silent: [
        'in places for downloads by their name, such as `/downloads/` and `mirror.example.com`, which the option `paths` lists',
        'where a handler such as `proxy_pass` answers, or `try_files` never comes to a folder',
        'in locations that no path of a folder gets into, and in `internal` ones',
        'behind access rules, and with `allow all` in the location itself',
        'for `random_index`, which makes no listing',
        'for a listing in JSON or XML, which is made for programs',
      ],
      remedy: 'Remove `autoindex on;`. If everybody may see the listing, add the name of the place to `paths`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_autoindex_module.html'],
    },
    options: {
      paths: [
        ...['download', 'downloads', 'dl', 'mirror', 'mirrors', 'pub', 'ftp', 'dist', 'release', 'releases', 'nightly'],
        ...['repo', 'repos', 'packages', 'artifacts', 'snapshots', 'iso', 'isos', 'debian', 'ubuntu', 'centos', 'pypi'],
        ...['archive', 'archives', 'pipermail'],
      ],
    },
    optionDocs: {
      paths: 'Parts of the path of a location, or of the name of a server, that show that a listing is meant.',
    },
    messages: {
      listed: ({ place }: { place: string }) =>
        `"autoindex" lists every folder of ${place} that has no index file; remove it, or restrict who gets there`,
    },
  },
  (ctx) => ({
    directives: {
      autoindex(at) {
        const [word] = at.node.args;
        if (word === undefined || word.value.toLowerCase() !== 'on' || at.fact === null) return;
        const words = new Set(ctx.options.paths.map((name) => name.toLowerCase()));
        const block = blocksUnder(ctx.model, at).find((each) => lists(ctx.model, each, words));
        if (block === undefined) return;
        const location = ctx.model.location(block);
        const place = location === null ? 'this server' : `location ${shownLocation(location)}`;
        const edits = [{ file: at.file, span: word, text: 'off' }];
        const fixes = [{ title: 'Switch the listings off', safe: true, edits }];
        ctx.report(at, word, 'listed', { place }, { fixes });
      },
    },
  }),
);

function lists(model: ConfigModel, block: Occurrence, words: ReadonlySet<string>): boolean {
  if (contentHandler(model, block)?.kind !== 'static') return false;
  const [format] = model.effective(block, 'autoindex_format').values;
  if (format !== undefined && format.node.args[0]?.value !== 'html') return false;
  const tried = tryFiles(block);
  // "$uri/" alone looks for a folder.
  if (tried !== null && !tried.files.some(({ value }) => value.endsWith('/'))) return false;
  if (guardsAt(model, block).length > 0 || refusesSome(block)) return false;
  // "allow all" in the place itself says for whom it is.
  if (ownRules(block).some(({ name, node }) => name === 'allow' && node.args[0]?.value === 'all')) return false;
  const server = model.server(block);
  const location = model.location(block);
  if (server === null || isPrivate(server) || (location !== null && !takesFolders(model, location))) return false;
  const paths = [];
  for (let at = location; at !== null; at = at.parent) paths.push(at.pattern);
  const names = server.names.map(({ value }) => value.split('.')[0] ?? '');
  return ![...paths, ...names].some((text) =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((part) => words.has(part)),
  );
}

/** Can a path that ends in a slash get there? */
function takesFolders(model: ConfigModel, location: LocationModel): boolean {
  if (location.match === 'exact') return location.pattern.endsWith('/');
  const tree = locationRegex(model, location);
  const ends = tree === null ? null : suffixSet(tree);
  return ends === null || ends.suffixes.some((suffix) => suffix.endsWith('/'));
}
