import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { walk } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread, mayHoldMore } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'tcp-nopush-without-sendfile',
    group: 'performance',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: '`tcp_nopush` is on while nginx does not send files with `sendfile`',
      why: '`tcp_nopush` fills packets where the header and a file go to the kernel together, which only `sendfile` does. Without it the line has no effect.',
      bad: 'tcp_nopush on;\nserver { listen 80; root /srv/www; }',
      good: 'sendfile on;\ntcp_nopush on;\nserver { listen 80; root /srv/www; }',
      context: 'http',
      silent: [
        'where an inner server or location switches `sendfile` on',
        'where an included file is missing',
        'in fragments of which nothing says where they belong, as the main file often sets it',
      ],
      remedy: 'Add `sendfile on;`, or remove the line.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#tcp_nopush',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#sendfile',
      ],
    },
    options: {},
    messages: {
      unset: () => '"tcp_nopush on" does nothing without "sendfile on"; add that',
      off: () => '"tcp_nopush on" does nothing while "sendfile" is off; remove it',
    },
  },
  (ctx) => ({
    directives: {
      tcp_nopush(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        if (at.parent === null || word?.value.toLowerCase() !== 'on' || !model.certain) return;
        const [sendfile] = model.effective(at.parent, 'sendfile').values;
        if (isOn(sendfile) || hasUnread(model, at.parent) || mayHoldMore(model, at.parent)) return;
        for (const inner of walk(at.parent)) {
          if (inner.name === 'sendfile' && isOn(inner)) return;
        }
        const related =
          sendfile === undefined ? [] : [{ file: sendfile.file, span: sendfile.node, message: 'is off here' }];
        ctx.report(at, at.node.name, sendfile === undefined ? 'unset' : 'off', undefined, {
          related,
          fixes: repair(model, at, sendfile),
        });
      },
    },
  }),
);

const isOn = (at: Occurrence | undefined): boolean => at?.node.args[0]?.value.toLowerCase() === 'on';

/** What is off on purpose stays off. */
function repair(model: ConfigModel, at: Occurrence, sendfile: Occurrence | undefined): Fix[] {
  const source = model.source(at.file);
  if (sendfile !== undefined)
    return [{ title: 'Remove "tcp_nopush on"', safe: true, edits: [deleteStatement(source, at.node)] }];
  return [{ title: 'Add "sendfile on;"', safe: true, edits: [insertBefore(source, at.node, ['sendfile on;'])] }];
}
