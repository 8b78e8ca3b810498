import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { answeringBlocks, blocksUnder } from '../../model/answering-blocks.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** A table with as many entries is one of its own, rather than an addition to another. */
const OWN_TABLE = 10;

export default defineRule(
  {
    id: 'types-block-replaces-map',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A small `types` block replaces the whole table of types',
      why: 'A `types` block of a server or location does not extend the table of the outer block but replaces it. Every extension that it does not name gets `default_type`, and browsers then refuse style sheets and scripts.',
      bad: 'include mime.types;\nserver { listen 80; root /srv/www; types { application/wasm wasm; } }',
      good: 'include mime.types;\nserver { listen 80; root /srv/www; location ~ \\.wasm$ { types { application/wasm wasm; } } }',
      context: 'http',
      silent: [
        'in locations for an extension or for one path',
        'where `default_type` beside it sets the type of everything',
        'where `mime.types` is included beside it, and for tables of ten types and more',
        'where no files are served',
      ],
      severities: ['`info` where files are served and nothing includes `mime.types`'],
      remedy: 'Put `include mime.types;` beside it, or the block into a location for that extension.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#types'],
    },
    options: {},
    messages: {
      replaced: ({ count, lost }: { count: number; lost: number }) =>
        `the ${count === 1 ? 'type' : `${count} types`} of this block ${count === 1 ? 'replaces' : 'replace'} all ${lost} around it, so that files with other extensions are sent as "default_type"; add "include mime.types" beside it`,
      none: ({ root }: { root: string }) =>
        `without "include mime.types" nginx knows the types of HTML, GIF and JPEG only, and sends style sheets and other files below ${root} as "default_type"; add it to "http"`,
    },
  },
  (ctx) => ({
    directives: {
      types(at) {
        const level = at.parent;
        if (level === null || !/^(?:server|location)$/.test(level.name)) return;
        // Several blocks of one level make one table.
        const table = own(level, 'types');
        if (table[0] !== at || own(level, 'default_type').length > 0) return;
        const around = level.parent === null ? [] : ctx.model.effective(level.parent, 'types').values;
        const lost = entriesOf(around).length;
        const count = entriesOf(table).length;
        if (count === 0 || count >= OWN_TABLE || lost <= count) return;
        if (!blocksUnder(ctx.model, at).some((block) => servesMore(ctx.model, block))) return;
        const related = around.slice(0, 1).map(({ file, node }) => ({ file, span: node.name, message: 'is replaced' }));
        ctx.report(
          at,
          at.node.name,
          'replaced',
          { count, lost },
          { related, fixes: withInclude(ctx.model, at, around) },
        );
      },
    },
    config(model) {
      const files = filesWithoutTypes(model);
      if (files === null) return;
      const http = model.named('http')[0];
      if (http !== undefined) ctx.report(http, http.node.name, 'none', { root: files }, { severity: 'info' });
    },
  }),
);

function entriesOf(tables: readonly Occurrence[]): readonly Occurrence[] {
  return tables.flatMap(({ children }) => children.filter(({ name }) => name !== 'include'));
}

/** Files of any kind: neither one path nor one extension, nor what a script answers. */
function servesMore(model: ConfigModel, block: Occurrence): boolean {
  if (contentHandler(model, block)?.kind !== 'static') return false;
  const location = model.location(block);
  if (location === null) return true;
  if (location.match === 'exact' || location.match === 'named') return false;
  return location.match !== 'regex' && !/\.\w+$/.test(location.pattern);
}

/** The root of files that are sent with the three types that nginx knows by itself; null where there are none. */
function filesWithoutTypes(model: ConfigModel): string | null {
  if (!isAllSeen(model) || model.named('types').length > 0 || model.named('default_type').length > 0) return null;
  for (const server of model.servers) {
    for (const block of answeringBlocks(model, server)) {
      const [root] = model.effective(block, 'root').values;
      const folder = root?.node.args[0]?.value;
      if (folder !== undefined && folder !== '/' && servesMore(model, block)) return folder;
    }
  }
  return null;
}

/** The include that brought the table around it, once more. */
function withInclude(model: ConfigModel, at: Occurrence, around: readonly Occurrence[]): Fix[] {
  const include = around[0]?.via.at(-1);
  if (include === undefined || at.parent === null || !isWrittenIn(at, at.parent)) return [];
  const statement = statementText(model.source(include.file), include.include);
  const edits = [insertBefore(model.source(at.file), at.node, [statement])];
  return [{ title: `Put "${statement}" beside it`, safe: false, edits }];
}
