import { literalPrefix } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own, walk } from '../../model/blocks.ts';
import { mapsFiles } from '../../model/files.ts';
import { isPrefix, locationRegex, shownLocation } from '../../model/location-search.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Variables that hold the path of the request. */
const PATH = /\$\{?(?:uri|document_uri|request_uri|request_filename)\b/;

export default defineRule(
  {
    id: 'root-duplicates-location-prefix',
    group: 'files',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `root` already ends with the path of its location',
      why: '`root` puts the whole path of the request behind the folder, including the part that the location matches. `location /static/` with `root /srv/app/static` looks for its files in `/srv/app/static/static/`.',
      bad: 'location /static/ {\n    root /srv/app/static;\n}',
      good: 'location /static/ {\n    root /srv/app;\n}',
      context: 'http, server',
      silent: [
        'for an inherited root',
        'in exact and named locations and in `location /`',
        'in a regex location that does not begin with a fixed folder',
        'where a `rewrite` changes the path first, or `try_files` does not look for the path',
        'where a handler such as `proxy_pass` or a `return` leaves the root unused',
      ],
      remedy:
        'Cut the path of the location off the root, or write `alias` in its place. If the path really holds that folder twice, switch the rule off for the line.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#root',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#alias',
      ],
    },
    options: {},
    messages: {
      twice: ({ root, location, path }: { root: string; location: string; path: string }) =>
        `"root ${root}" already ends with the path of location ${location}, so that nginx looks for files in ${path}; cut it off the root, or use "alias"`,
    },
  },
  (ctx) => ({
    config(model) {
      if (!model.named('root').some(isInLocation)) return;
      for (const { allLocations } of model.servers) {
        for (const location of allLocations) {
          const root = own(location.at, 'root')[0];
          const word = root?.node.args[0];
          const folder = word === undefined ? null : folderOf(model, location);
          if (root === undefined || word === undefined || folder === null) continue;
          const value = word.value.replace(/\/+$/, '');
          if (!value.endsWith(folder) || !usesPath(model, location.at)) continue;
          const data = { root: word.value, location: shownLocation(location), path: `${value}${folder}` };
          const fixes = [...cut(root, value.slice(0, -folder.length)), ...useAlias(location, root, value)];
          ctx.report(root, word, 'twice', data, {
            related: [{ file: location.at.file, span: location.word, message: 'nginx appends this path to the root' }],
            fixes: isWrittenIn(root, location.at) ? fixes : [],
          });
        }
      }
    },
  }),
);

const isInLocation = ({ parent }: Occurrence): boolean => parent?.name === 'location';

/** `/a/b` of `/a/b/` and `/a/b`, or of `~ ^/a/b/.*`; null where a location begins with no folder. */
function folderOf(model: ConfigModel, location: LocationModel): string | null {
  let path = location.pattern;
  if (!isPrefix(location)) {
    const tree = locationRegex(model, location);
    const prefix = tree === null ? null : literalPrefix(tree);
    if (prefix === null || prefix.caseless) return null;
    path = prefix.text.slice(0, prefix.text.lastIndexOf('/') + 1);
  }
  const folder = path.replace(/\/+$/, '');
  return folder.startsWith('/') && !folder.includes('$') ? folder : null;
}

/** Are files looked for by the path of the request, as it came? */
function usesPath(model: ConfigModel, location: Occurrence): boolean {
  const rewritten = [...walk(location, ({ name }) => name === 'if')].some(({ name }) => name === 'rewrite');
  if (rewritten || !mapsFiles(model, location)) return false;
  const tried = tryFiles(location);
  return tried === null || tried.files.some(({ value }) => PATH.test(value));
}

function cut(root: Occurrence, rest: string): Fix[] {
  const [word] = root.node.args;
  // What remains must be a folder of its own, not the whole disk.
  if (word === undefined || rest === '' || word.quote !== null || /["'\\\s]/.test(rest)) return [];
  const edits = [{ file: root.file, span: word, text: rest }];
  return [{ title: `Cut it to root ${rest}`, safe: false, edits }];
}

function useAlias(location: LocationModel, root: Occurrence, value: string): Fix[] {
  const [word] = root.node.args;
  if (word === undefined || word.quote !== null || !isPrefix(location) || /["'\\\s]/.test(value)) return [];
  const folder = location.pattern.endsWith('/') ? `${value}/` : value;
  return [
    {
      title: `Use alias ${folder}`,
      safe: false,
      edits: [
        { file: root.file, span: root.node.name, text: 'alias' },
        { file: root.file, span: word, text: folder },
      ],
    },
  ];
}
