import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { walk } from '../../model/blocks.ts';
import { isAllSeen } from '../../model/seen.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread, mayHoldMore } from '../../model/unread.ts';
import { parseNumber } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Formats that are compressed already. */
const COMPRESSED =
  /^(?:image\/(?:jpe?g|png|gif|webp|avif|heic)|video\/.+|audio\/(?:mpeg|ogg|aac|mp4|webm|x-m4a)|application\/(?:zip|gzip|x-gzip|pdf|x-7z-compressed|x-rar-compressed|java-archive|font-woff2?|x-font-woff2?)|font\/woff2?)$/i;
/** From the seventh level on a few percent cost more than half of the time again. */
const HIGHEST = 6;
const SETTINGS = ['gzip_types', 'gzip_comp_level', 'gzip_min_length', 'gzip_buffers'];

export default defineRule(
  {
    id: 'gzip-misconfigured',
    group: 'performance',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'Settings of gzip have no effect, or cost more than they save',
      why: '`gzip on` alone compresses `text/html` and nothing else. `text/html` in `gzip_types` brings a warning, pictures get no smaller, and levels above 6 take time for next to nothing. With `gzip_proxied`, a cache in front of nginx hands a response without `Vary` on to clients that cannot read it.',
      bad: 'gzip on;\ngzip_comp_level 9;\ngzip_types text/html text/css image/png;\nserver { listen 80; root /srv/www; }',
      good: 'gzip on;\ngzip_vary on;\ngzip_comp_level 5;\ngzip_types text/css application/javascript application/json image/svg+xml;\nserver { listen 80; root /srv/www; }',
      context: 'http',
      silent: [
        'with `gzip_static` alone',
        'in fragments of which nothing says where they belong, and where an included file is missing',
        'where an inner block sets the types',
        'for `image/svg+xml` and for fonts such as TTF, which get smaller',
      ],
      severities: ['`warning` for what nginx itself warns about, such as `text/html` in `gzip_types`'],
      remedy:
        'List the types of text that the site sends, without `text/html`. Set `gzip_vary on`, and a level between 1 and 6.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_gzip_module.html',
        'https://www.rfc-editor.org/rfc/rfc9110#field.vary',
      ],
    },
    options: {},
    messages: {
      ...FAULT_MESSAGES,
      html: () =>
        '"gzip on" without "gzip_types" compresses "text/html" only; list the types of styles, scripts and data too',
      vary: () =>
        'without "gzip_vary on" a cache in front of nginx serves compressed responses to clients that cannot read them; add it',
      level: ({ level }: { level: string }) =>
        `level ${level} takes much more time than level ${HIGHEST} and saves next to nothing; use 4 to ${HIGHEST}`,
      compressed: ({ types }: { types: string }) =>
        `${types} ${types.includes(',') ? 'are' : 'is'} compressed already, so that gzip only costs time; remove ${types.includes(',') ? 'them' : 'it'}`,
      off: ({ name }: { name: string }) => `"${name}" does nothing, as gzip is on nowhere; add "gzip on", or remove it`,
    },
  },
  (ctx) => {
    const faults = reportFaults(ctx, 'gzip-misconfigured');
    return {
      directives: {
        gzip(at) {
          const { model } = ctx;
          const [word] = at.node.args;
          if (word?.value.toLowerCase() !== 'on' || at.parent === null || !model.certain) return;
          if (model.effective(at.parent, 'gzip_types').values.length > 0 || hasUnread(model, at.parent)) return;
          for (const inner of walk(at.parent)) if (inner.name === 'gzip_types') return;
          if (mayHoldMore(model, at.parent)) return;
          ctx.report(at, at.node.name, 'html', undefined);
        },
        gzip_proxied(at) {
          const { model } = ctx;
          if (at.parent === null || at.node.args[0]?.value === 'off' || !model.certain) return;
          if (!isOnAt(model, at.parent, 'gzip') || isOnAt(model, at.parent, 'gzip_vary')) return;
          if (!hasUnread(model, at.parent) && !mayHoldMore(model, at.parent))
            ctx.report(at, at.node.name, 'vary', undefined);
        },
        gzip_comp_level(at) {
          const [word] = at.node.args;
          const level = word === undefined ? null : parseNumber(word.value);
          if (word === undefined || level === null || level <= HIGHEST || level > 9) return;
          if (!isNowhereOn(ctx.model)) ctx.report(at, word, 'level', { level: word.value });
        },
        gzip_types(at) {
          const types = at.node.args.filter(({ value }) => COMPRESSED.test(value));
          const [first] = types;
          if (first === undefined || isNowhereOn(ctx.model)) return;
          const related = types
            .slice(1)
            .map((word) => ({ file: at.file, span: word, message: 'is compressed already' }));
          ctx.report(at, first, 'compressed', { types: types.map(({ value }) => value).join(', ') }, { related });
        },
      },
      config(model) {
        faults(model);
        if (!isNowhereOn(model)) return;
        const [first] = SETTINGS.flatMap((name) => model.named(name)).filter(({ fact }) => fact !== null);
        if (first !== undefined) ctx.report(first, first.node.name, 'off', { name: first.name });
      },
    };
  },
);

function isOnAt(model: ConfigModel, block: Occurrence, name: string): boolean {
  return model.effective(block, name).values[0]?.node.args[0]?.value.toLowerCase() === 'on';
}

/** Is gzip off in all of the configuration, which has all been seen? */
function isNowhereOn(model: ConfigModel): boolean {
  return isAllSeen(model) && model.named('gzip').every(({ node }) => node.args[0]?.value.toLowerCase() !== 'on');
}
