import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { blocksWith, onlyTls13 } from '../../model/tls-settings.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { heldWord } from '../../nginx/tls/settings.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Keys are changed by nginx itself, where a shared cache holds them. */
const ROTATES = '1.23.2';

/** Other places that a message points to. */
const MOST_RELATED = 10;

export default defineRule(
  {
    id: 'ssl-session-tickets-static-key',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'Nobody changes the keys of session tickets',
      why: 'Whoever gets the key of the tickets can read all recorded connections that were resumed with it, in spite of forward secrecy. Before nginx 1.23.2 the key lives as long as the process. Since nginx 1.23.2 nginx changes it about once in each `ssl_session_timeout`, but only with a shared session cache. A key from a file lives until somebody changes the file.',
      bad: '# nginx version: 1.22.1\nserver {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_session_tickets on;\n}',
      good: '# nginx version: 1.22.1\nserver {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_session_tickets off;\n}',
      context: 'http',
      silent: [
        'with `ssl_session_tickets off`',
        'since nginx 1.23.2 with a shared cache',
        'since nginx 1.23.2 without `ssl_session_cache`, which `ssl-session-cache-missing` reports',
        'with two or more files of keys, which is how they are changed by hand',
        'where an included file is missing',
      ],
      remedy: `Switch tickets off, or use nginx ${ROTATES} with \`ssl_session_cache shared:TLS:10m;\`.`,
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_session_tickets',
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_session_ticket_key',
        'https://nginx.org/en/CHANGES',
      ],
    },
    options: {},
    messages: {
      lasting: (_: object) =>
        `before nginx ${ROTATES} the key of session tickets lives as long as the process; write "ssl_session_tickets off"`,
      uncached: (_: object) =>
        'without a shared session cache the key of session tickets is never changed; write "ssl_session_tickets off", or add the cache',
      file: (_: object) =>
        'the only key of session tickets comes from a file, which nginx never changes; add older and newer ones, or remove the line',
    },
  },
  (ctx) => ({
    directives: {
      ssl_session_ticket_key(at) {
        if (at.parent === null || own(at.parent, 'ssl_session_ticket_key').length > 1) return;
        const used = blocksWith(ctx.model, at).filter(
          (block) => heldWord(ctx.model, block, 'ssl_session_tickets') !== 'off',
        );
        if (used.length > 0) ctx.report(at, at.node.args[0] ?? at.node.name, 'file', {});
      },
    },
    config(model) {
      const fixed = model.facts.atLeast(ROTATES);
      const servers = model.servers.filter((server) => hasOldKey(model, server, fixed));
      const byPlace = new Map<Occurrence | null, ServerModel[]>();
      for (const server of servers) {
        const said = model.effective(server.at, 'ssl_session_tickets').values[0] ?? null;
        byPlace.set(said, [...(byPlace.get(said) ?? []), server]);
      }
      for (const [said, [first, ...others]] of byPlace) {
        if (first === undefined) continue;
        const place = said ?? listenOf(first) ?? first.at;
        const related = others
          .slice(0, MOST_RELATED)
          .map(({ at }) => ({ file: at.file, span: at.node.name, message: 'here too' }));
        const span = place === first.at ? place.node.name : (place.node.args[0] ?? place.node.name);
        const fixes = repair(model, said, [first, ...others]);
        ctx.report(place, span, fixed ? 'uncached' : 'lasting', {}, { related, fixes });
      }
    },
  }),
);

function listenOf({ listens }: ServerModel): Occurrence | null {
  return listens.find(({ tls }) => tls)?.at ?? null;
}

/** Are tickets on, with a key that nginx made and does not change? */
function hasOldKey(model: ConfigModel, { at, tls }: ServerModel, rotates: boolean): boolean {
  if (!tls || at.implied || hasUnread(model, at) || heldWord(model, at, 'ssl_reject_handshake') === 'on') return false;
  if (heldWord(model, at, 'ssl_session_tickets') === 'off') return false;
  if (model.effective(at, 'ssl_session_ticket_key').values.length > 0) return false;
  if (!rotates) return true;
  const cache = model.effective(at, 'ssl_session_cache').values[0]?.node.args.map(({ value }) => value);
  return cache === undefined ? onlyTls13(model, at) : cache.every((value) => /^(?:off|none)$/.test(value));
}

function repair(model: ConfigModel, said: Occurrence | null, servers: readonly ServerModel[]): Fix[] {
  const title = 'Switch tickets off';
  const [word] = said?.node.args ?? [];
  if (said !== null && word !== undefined)
    return [{ title, safe: true, edits: [{ file: said.file, span: word, text: 'off' }] }];
  const edits = servers.map((server) => {
    const listen = listenOf(server);
    return listen === null ? null : insertAfter(model.source(listen.file), listen.node, ['ssl_session_tickets off;']);
  });
  const made = edits.filter((edit) => edit !== null);
  return made.length < edits.length ? [] : [{ title, safe: true, edits: made }];
}
