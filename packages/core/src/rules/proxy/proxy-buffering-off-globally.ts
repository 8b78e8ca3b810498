import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isLongLived } from '../../model/long-lived.ts';
import { type Pass, passesUnder } from '../../model/passes.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

export default defineRule(
  {
    id: 'proxy-buffering-off-globally',
    group: 'proxy',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Buffering of responses is off for everything that a server passes on',
      why: 'With buffering nginx takes a response from the backend as fast as it comes and lets slow clients wait for it. Without it each slow client occupies a connection and a worker of the application until it has read everything, and nothing is cached.',
      bad: 'proxy_buffering off;\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      good: 'location / { proxy_pass http://127.0.0.1:9000; }\nlocation /events { proxy_buffering off; proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'in a location of its own other than `/`',
        'where everything it holds for is WebSockets, gRPC or events, by headers or names',
        'where no request is passed on, or an included file is missing',
        'beside a cache, which `cache-with-buffering-off` reports',
      ],
      remedy:
        'Switch buffering off in the locations that stream only. A backend can do it for a single response with `X-Accel-Buffering: no`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering',
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_buffering',
      ],
    },
    options: {},
    messages: {
      wide: ({ directive, place }: { directive: string; place: string }) =>
        `"${directive} off" holds for all that ${place} passes on, so that slow clients hold the backend up; limit it to locations that stream`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const [word] = at.node.args;
      const place = placeOf(ctx.model, at);
      if (word?.value.toLowerCase() !== 'off' || place === null || at.fact === null) return;
      const directive = at.name;
      const passes = passesUnder(ctx.model, at);
      const ordinary = passes.filter((pass) => isOrdinary(ctx.model, pass));
      if (ordinary.length === 0 || passes.length > 2 * ordinary.length) return;
      const edits = [deleteStatement(ctx.model.source(at.file), at.node)];
      const fixes = [{ title: `Remove "${directive} off"`, safe: false, edits }];
      const related = ordinary.map((pass) => ({
        file: pass.at.file,
        span: pass.at.node.name,
        message: 'passes requests on',
      }));
      ctx.report(at, word, 'wide', { directive, place }, { fixes, related: related.slice(0, 4) });
    };
    return { directives: Object.fromEntries(MODULES.map((module) => [`${module}_buffering`, check])) };
  },
);

/** What it is set for, as messages name it; null in a location that holds for a part only. */
function placeOf(model: ConfigModel, { parent }: Occurrence): string | null {
  if (parent === null) return null;
  const name = parent.name;
  if (name === 'http') return 'every server';
  if (name === 'server') return 'this server';
  const location = model.location(parent);
  if (location?.at !== parent || location.pattern !== '/' || location.match === 'exact') return null;
  return 'location "/"';
}

function isOrdinary(model: ConfigModel, pass: Pass): boolean {
  if (isLongLived(model, pass) || hasUnread(model, pass.block)) return false;
  const { block, module } = pass;
  const [cache] = model.effective(block, `${module}_cache`).values;
  return cache === undefined || cache.node.args[0]?.value === 'off';
}
