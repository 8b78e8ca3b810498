import { defineRule } from '../../lint/rule.ts';
import type { Word } from '../../syntax/nodes.ts';

const DEBUG = /^debug(?:_(?:core|alloc|mutex|event|http|mail|stream))?$/;

export default defineRule(
  {
    id: 'debug-log-in-production',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'The error log is as verbose as for debugging',
      why: 'The level `debug` writes every header of every request into a file, including cookies and tokens, and fills disks. In a build without `--with-debug` it says no more than `info`.',
      bad: 'error_log /var/log/nginx/error.log debug;\nevents { }',
      good: 'error_log /var/log/nginx/error.log warn;\nevents { }',
      context: 'main',
      silent: [
        'for a log in memory (`memory:32m`), which only a debugger reads, and for `/dev/null`',
        'for `debug_connection`, which names the clients that it is for',
        'for the level `info`, unless the option `info` is set',
      ],
      remedy: 'Write `warn` or `error`. For debugging use `debug_connection`, or a log in memory.',
      links: [
        'https://nginx.org/en/docs/ngx_core_module.html#error_log',
        'https://nginx.org/en/docs/debugging_log.html',
      ],
    },
    options: { info: false },
    optionDocs: { info: 'Report the level `info` too.' },
    messages: {
      debug: ({ level }: { level: string }) =>
        `level "${level}" writes headers with their cookies and tokens into the log and fills the disk; write "warn"`,
      info: ({ level }: { level: string }) =>
        `level "${level}" writes a line for each client that goes away; write "warn"`,
    },
  },
  (ctx) => ({
    directives: {
      error_log(at) {
        const [target, ...levels] = at.node.args;
        if (target === undefined || /^(?:memory:|\/dev\/null$)/.test(target.value)) return;
        const found =
          levels.find(({ value }) => DEBUG.test(value)) ?? (ctx.options.info ? levels.find(isInfo) : undefined);
        const [first] = levels;
        if (found === undefined || first === undefined) return;
        const span = { start: first.start, end: levels.at(-1)?.end ?? first.end };
        const edits = [{ file: at.file, span, text: 'warn' }];
        const fixes = [{ title: 'Log warnings and errors', safe: false, edits }];
        ctx.report(at, found, isInfo(found) ? 'info' : 'debug', { level: found.value }, { fixes });
      },
    },
  }),
);

function isInfo({ value }: Word): boolean {
  return value === 'info';
}
