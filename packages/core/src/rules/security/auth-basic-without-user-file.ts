import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { blocksUnder } from '../../model/answering-blocks.ts';
import { own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { shownLocation } from '../../model/location-search.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const LINE = 'auth_basic_user_file /etc/nginx/htpasswd;';

export default defineRule(
  {
    id: 'auth-basic-without-user-file',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'An `auth_basic` without `auth_basic_user_file` asks nobody for a password',
      why: 'The realm alone protects nothing. Where no `auth_basic_user_file` holds, nginx skips the check and answers everybody. It accepts such a configuration, which looks protected to a reader.',
      bad: 'auth_basic "Restricted";\nlocation / { root /srv/www; }',
      good: 'auth_basic "Restricted";\nauth_basic_user_file /etc/nginx/htpasswd;\nlocation / { root /srv/www; }',
      context: 'http, server',
      silent: [
        'with `auth_basic off`',
        'where the file is set further out, or in every location that answers',
        'where the location only has a `return`, which comes before any password',
        'where an included file that may set it is missing',
      ],
      remedy: 'Name the file with the users, beside `auth_basic` or further out.',
      links: ['https://nginx.org/en/docs/http/ngx_http_auth_basic_module.html'],
    },
    options: {},
    messages: {
      open: ({ realm }: { realm: string }) =>
        `"auth_basic" with ${realm} asks nobody for a password, as no "auth_basic_user_file" holds here; add one`,
      openIn: ({ realm, place }: { realm: string; place: string }) =>
        `"auth_basic" with ${realm} asks nobody for a password in ${place}, where no "auth_basic_user_file" holds; set the file beside it`,
    },
  },
  (ctx) => ({
    directives: {
      auth_basic(at) {
        const [realm] = at.node.args;
        if (realm === undefined || realm.value === 'off' || at.fact === null) return;
        const open = blocksUnder(ctx.model, at).find((block) => isOpen(ctx.model, block));
        if (open === undefined) return;
        const data = { realm: shown(realm.value) };
        const extra = { fixes: fileBeside(ctx.model, at) };
        if (open === at.parent) ctx.report(at, at.node.name, 'open', data, extra);
        else {
          const related = [{ file: open.file, span: open.node.name, message: 'asks nobody for a password' }];
          ctx.report(at, at.node.name, 'openIn', { ...data, place: placeOf(ctx.model, open) }, { ...extra, related });
        }
      },
    },
  }),
);

function isOpen(model: ConfigModel, block: Occurrence): boolean {
  if (model.effective(block, 'auth_basic_user_file').values.length > 0 || hasUnread(model, block)) return false;
  return contentHandler(model, block)?.kind !== 'return';
}

function placeOf(model: ConfigModel, block: Occurrence): string {
  const location = model.location(block);
  const name = location === null ? 'this server' : `location ${shownLocation(location)}`;
  return block.name === 'limit_except' ? `the limit_except of ${name}` : name;
}

const shown = (realm: string): string => `"${realm}"`;

/** None where another level has a file of its own: one mistake may hide there. */
function fileBeside(model: ConfigModel, at: Occurrence): Fix[] {
  if (at.parent !== null && own(at.parent, 'auth_basic_user_file').length > 0) return [];
  const edits = [insertAfter(model.source(at.file), at.node, [LINE])];
  return [{ title: `Add "${LINE.slice(0, -1)}"`, safe: false, edits }];
}
