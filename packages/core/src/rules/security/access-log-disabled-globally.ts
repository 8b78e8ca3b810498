import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { counted } from '../../nginx/wording.ts';
import type { Occurrence } from '../../tree/tree.ts';

const PATH = '/var/log/nginx/access.log';

export default defineRule(
  {
    id: 'access-log-disabled-globally',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'No request is logged anywhere',
      why: 'Without an access log nobody can tell afterwards who asked for what: which account was tried, which file was fetched, when an error began. Tools that lock attackers out by the log see nothing either.',
      bad: 'access_log off;\nserver { listen 80; }',
      good: 'access_log /var/log/nginx/access.log;\nserver {\n    listen 80;\n    location = /health { access_log off; return 200 "ok\\n"; }\n}',
      context: 'http',
      silent: [
        'where some location or server logs',
        'for `off` in single locations, such as health checks and icons',
        'for `off` in some of several servers',
        'in fragments, other than for the `off` of an `http` without missing includes',
      ],
      remedy:
        'Log to a file or to `syslog:`. Switch logging off in the locations that are not worth a line, or with `if=`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log'],
    },
    options: {},
    messages: {
      http: () =>
        `"access_log off" in "http" leaves no trace of any request; log them, and switch it off where it is not worth a line`,
      servers: ({ count }: { count: number }) =>
        `"access_log off" leaves no trace of any request, ${count === 1 ? 'as there is no other server' : `as in ${counted(count - 1, 'other server')}`}; switch it off where it is not worth a line`,
    },
  },
  (ctx) => ({
    config(model) {
      const logs = model.named('access_log');
      if (!logs.some(isOff)) return;
      const offs = model.servers.map((server) => offIn(model, server));
      const ofHttp = logs.find((at) => at.parent?.name === 'http' && isOff(at));
      if (ofHttp !== undefined) {
        if (mayHoldServers(model, ofHttp.parent)) return;
        // Another line beside it is used: `off` only clears what is inherited.
        if (
          offs.some((off) => off === null) ||
          !model.effective(ofHttp.parent ?? ofHttp, 'access_log').values.every(isOff)
        )
          return;
        ctx.report(ofHttp, ofHttp.node.args[0] ?? ofHttp.node.name, 'http', undefined, { fixes: on(ofHttp) });
        return;
      }
      const [first] = offs;
      if (!model.tree.whole || first === undefined || first === null || offs.some((off) => off === null)) return;
      const related = offs
        .slice(1)
        .flatMap((off) => (off === null ? [] : [{ file: off.file, span: off.node.name, message: 'off here too' }]));
      ctx.report(
        first,
        first.node.args[0] ?? first.node.name,
        'servers',
        { count: offs.length },
        { related, fixes: offs.length === 1 ? on(first) : [] },
      );
    },
  }),
);

/** Does `http` include what is not there to be seen? Servers in it may well log. */
function mayHoldServers(model: ConfigModel, http: Occurrence | null): boolean {
  if (http === null) return false;
  return own(http, 'include').some(({ node }) => model.tree.includeTarget(node)?.files.length === 0);
}

/** The line that switches off the log of a whole server; null where something in it is logged. */
function offIn(model: ConfigModel, server: ServerModel): Occurrence | null {
  const blocks = [server.at, ...server.allLocations.map(({ at }) => at)];
  const logs = blocks.some((block) => {
    const { values } = model.effective(block, 'access_log');
    return values.length === 0 || !values.every(isOff);
  });
  return logs ? null : (model.effective(server.at, 'access_log').values[0] ?? null);
}

function isOff({ node }: Occurrence): boolean {
  return node.args[0]?.value === 'off';
}

function on({ file, node }: Occurrence): Fix[] {
  const [word] = node.args;
  if (word === undefined) return [];
  return [{ title: `Log requests to ${PATH}`, safe: false, edits: [{ file, span: word, text: PATH }] }];
}
