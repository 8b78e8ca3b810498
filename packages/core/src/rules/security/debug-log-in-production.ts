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
      summary: 'The error log is as talkative as for a search for errors',
      why: 'The level `debug` writes every header of every request into a file, cookies and tokens among them, and fills disks. In a build without `--with-debug` it says no more than `info`.',
      bad: 'error_log /var/log/nginx/error.log debug;\nevents { }',
      good: 'error_log /var/log/nginx/error.log warn;\nevents { }',
      context: 'main',
      silent:
        'At a log in memory (`memory:32m`), which is read by a debugger only, at `/dev/null`, and at `debug_connection`, which names the clients it is for. Level `info` counts with the option alone.',
      remedy: 'Write `warn` or `error`. For a search use `debug_connection`, or a log in memory.',
      links: [
        'https://nginx.org/en/docs/ngx_core_module.html#error_log',
        'https://nginx.org/en/docs/debugging_log.html',
      ],
    },
    options: { info: false },
    optionDocs: { info: 'Report level `info` too.' },
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
        const fixes = [{ title: 'Log warnings and what is worse', safe: false, edits }];
        ctx.report(at, found, isInfo(found) ? 'info' : 'debug', { level: found.value }, { fixes });
      },
    },
  }),
);

function isInfo({ value }: Word): boolean {
  return value === 'info';
}
