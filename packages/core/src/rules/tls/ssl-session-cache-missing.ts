import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, insertAtStart } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isInside, own } from '../../model/blocks.ts';
import { blocksWith, onlyTls13 } from '../../model/tls-settings.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { heldWord } from '../../nginx/tls/settings.ts';
import type { Occurrence } from '../../tree/tree.ts';

const CACHE = 'shared:TLS:10m';

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'ssl-session-cache-missing',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'A server does not keep TLS sessions, or keeps them for one process only',
      why: 'By default nginx keeps no sessions, so that clients without tickets make a full handshake for each connection. The `builtin` cache of OpenSSL serves one worker process only and fragments memory. A shared cache of one megabyte holds about 4000 sessions. Since nginx 1.23.2 it also changes the keys of tickets regularly.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_session_cache builtin:1000;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_session_cache shared:TLS:10m;\n    ssl_session_timeout 1d;\n}',
      context: 'http',
      silent: [
        'where `off` or `none` says that none is wanted',
        'in servers that speak TLS 1.3 only, whose tickets do the same',
        'in servers that reject every handshake',
        'where an included file is missing, and in fragments whose `http` is not seen',
        'for further servers of `http`, which are reported once',
      ],
      remedy: `Write \`ssl_session_cache ${CACHE};\` into \`http\`.`,
      links: ['https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_session_cache'],
    },
    options: {},
    messages: {
      missing: (_: object) =>
        `TLS sessions are not kept, so that they are hardly ever resumed; add "ssl_session_cache ${CACHE}"`,
      builtin: ({ word }: { word: string }) =>
        `"${word}" keeps sessions for one worker process only and fragments memory; use "${CACHE}"`,
    },
  },
  (ctx) => ({
    directives: {
      ssl_session_cache(at) {
        const builtin = at.node.args.find(({ value }) => /^builtin(?::|$)/.test(value));
        if (builtin === undefined || blocksWith(ctx.model, at).length === 0) return;
        const [first] = at.node.args;
        const last = at.node.args.at(-1);
        if (first === undefined || last === undefined) return;
        const shared = at.node.args.find(({ value }) => value.startsWith('shared:'));
        const span = { start: first.start, end: last.end };
        const edits = [{ file: at.file, span, text: shared?.value ?? CACHE }];
        const fixes = [{ title: 'Share the cache among all processes', safe: false, edits }];
        ctx.report(at, builtin, 'builtin', { word: builtin.value }, { fixes });
      },
    },
    config(model) {
      // It usually stands in `http`, which nobody sees here.
      if (!model.certain) return;
      const lacking = model.servers.filter((server) => lacksCache(model, server));
      const [first, ...others] = lacking;
      if (first === undefined) return;
      const place = listenOf(first) ?? first.at;
      const related = others.slice(0, MOST_RELATED).map((each) => ({
        file: each.at.file,
        span: each.at.node.name,
        message: 'this server keeps none either',
      }));
      const span = place === first.at ? place.node.name : (place.node.args[0] ?? place.node.name);
      ctx.report(place, span, 'missing', {}, { related, fixes: repair(model, lacking) });
    },
  }),
);

function lacksCache(model: ConfigModel, server: ServerModel): boolean {
  const { at } = server;
  if (!server.tls || at.implied || hasUnread(model, at) || onlyTls13(model, at)) return false;
  if (heldWord(model, at, 'ssl_reject_handshake') === 'on') return false;
  return model.effective(at, 'ssl_session_cache').values.length === 0;
}

function listenOf({ listens }: ServerModel): Occurrence | null {
  return listens.find(({ tls }) => tls)?.at ?? null;
}

/** Into `http` where that is there, else into each server. */
function repair(model: ConfigModel, lacking: readonly ServerModel[]): Fix[] {
  const line = [`ssl_session_cache ${CACHE};`];
  const http = model.roots.find(({ name }) => name === 'http');
  const edits =
    http !== undefined &&
    !http.implied &&
    own(http, 'ssl_session_cache').length === 0 &&
    lacking.every(({ at }) => isInside(at, http))
      ? [insertAtStart(model.source(http.file), http.node, line)]
      : lacking.map((server) => {
          const listen = listenOf(server);
          return listen === null ? null : insertAfter(model.source(listen.file), listen.node, line);
        });
  const made = edits.filter((edit) => edit !== null);
  return made.length < edits.length ? [] : [{ title: 'Keep sessions in a shared cache', safe: false, edits: made }];
}
