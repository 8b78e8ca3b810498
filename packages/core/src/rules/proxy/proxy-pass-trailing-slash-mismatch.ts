import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { own, walk } from '../../model/blocks.ts';
import { looksLikeFile } from '../../model/files.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { wordBytes } from '../../route/bytes.ts';
import { searchLocation } from '../../route/location-tree.ts';
import type { Word } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'proxy-pass-trailing-slash-mismatch',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Only one of a location and the URI of its `proxy_pass` ends with a slash',
      why: 'nginx cuts the text of the location off the path and puts the URI of `proxy_pass` in its place, character by character. `location /api` with `http://app/` turns `/api/x` into `//x` and `/apix` into `/x`. With `http://app/v1/` it turns `/api../x` into `/v1/../x`, which leads out of the folder. `location /api/` with `http://app/v1` turns `/api/x` into `/v1x`.',
      bad: 'location /api { proxy_pass http://127.0.0.1:9000/; }\nlocation /v2/ { proxy_pass http://127.0.0.1:9000/new; }',
      good: 'location /api/ { proxy_pass http://127.0.0.1:9000/; }\nlocation /v2/ { proxy_pass http://127.0.0.1:9000/new/; }',
      context: 'http, server',
      silent: [
        'in exact and regex locations',
        'where `proxy_pass` has no URI, one with `?`, or one with variables',
        'where a `rewrite` or `try_files` changes the path first',
        'where no longer path gets to the location, and for a location that names a file',
      ],
      remedy: 'End both with a slash, or neither.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
    },
    options: {},
    messages: {
      doubled: ({ location, uri, path, sent, glued, alone }: Shown) =>
        `location ${location} has no slash at its end and "${uri}" has one: nginx passes ${path} on as ${sent}, and ${glued} as ${alone}; end both with a slash`,
      glued: ({ location, uri, path, sent }: Shown) =>
        `location ${location} ends with a slash and "${uri}" does not: nginx passes ${path} on as ${sent}; end both with a slash`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const pass of passesOf(model)) {
        const { uri, variable } = pass.target;
        if (uri === null || variable || pass.module !== 'proxy') continue;
        const location = model.location(pass.at);
        const [word] = pass.at.node.args;
        if (location === null || location.at !== pass.block || word === undefined) continue;
        if (!isPrefix(location) || !location.pattern.startsWith('/') || uri.includes('?')) continue;
        const { pattern } = location;
        const slashed = pattern.endsWith('/');
        if (slashed === uri.endsWith('/') || changesPath(location)) continue;
        if (!slashed && looksLikeFile(pattern)) continue;
        const more = slashed ? 'x' : '/x';
        if (!comesIn(model, location, pattern + more)) continue;
        const data = {
          location: shownLocation(location),
          uri,
          path: pattern + more,
          sent: uri + more,
          glued: `${pattern}x`,
          alone: `${uri}x`,
        };
        const related = [{ file: location.at.file, span: location.word, message: 'is replaced by the URI' }];
        const fixes = slashed ? [slashUri(pass, word)] : slashLocation(model, location, pass, word);
        ctx.report(pass.at, word, slashed ? 'glued' : 'doubled', data, { related, fixes });
      }
    },
  }),
);

interface Shown {
  readonly location: string;
  readonly uri: string;
  readonly path: string;
  readonly sent: string;
  readonly glued: string;
  readonly alone: string;
}

/** After `rewrite … break` the URI of `proxy_pass` counts for nothing; after `try_files` the path is another one. */
function changesPath({ at, server }: LocationModel): boolean {
  const rewrites = (block: typeof at): boolean =>
    [...walk(block, ({ name }) => name === 'if')].some(({ name }) => name === 'rewrite');
  const early = [...walk(server.at, ({ name }) => name === 'if')].some(
    ({ name, node }) => name === 'rewrite' && node.args[2]?.value === 'break',
  );
  return early || rewrites(at) || own(at, 'try_files').length > 0;
}

function comesIn(model: ConfigModel, location: LocationModel, path: string): boolean {
  const found = searchLocation(model, location.server, wordBytes(model, location.at, path));
  return found.kind === 'location' && found.location === location;
}

function slashUri({ at: { file } }: Pass, word: Word): Fix {
  const end = word.quote === null ? word.end : word.end - 1;
  return { title: 'End the URI with a slash', safe: false, edits: [{ file, span: { start: end, end }, text: '/' }] };
}

/** The location with a slash where nginx takes one, and the URI without one where it has more than that. */
function slashLocation(model: ConfigModel, location: LocationModel, { at: { file }, target }: Pass, word: Word): Fix[] {
  const { at, word: name, pattern, parent, server, children } = location;
  const fixes: Fix[] = [];
  const beside = parent?.children ?? server.locations;
  const taken = beside.some((other) => isPrefix(other) && other.pattern === `${pattern}/`);
  if (!taken && children.length === 0) {
    const end = name.quote === null ? name.end : name.end - 1;
    const edits = [{ file: at.file, span: { start: end, end }, text: '/' }];
    fixes.push({ title: 'End the location with a slash', safe: false, edits });
  }
  const last = word.quote === null ? word.end : word.end - 1;
  if (target.uri !== '/' && model.source(file).text[last - 1] === '/') {
    const edits = [{ file, span: { start: last - 1, end: last }, text: '' }];
    fixes.push({ title: 'Remove the slash from the URI', safe: false, edits });
  }
  return fixes;
}
