import { defineRule } from '../../lint/rule.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** One letter off from `off`, or an answer to a question that nginx does not ask. */
const NEARLY_OFF = /^(?:on|of|ff|fo|ofo|foff|oof|ooff|offf|[a-z]ff|o[a-z]f|of[a-z]|[a-z]off|off[a-z]|no|none|false)$/i;

export default defineRule(
  {
    id: 'error-log-off',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A log that was meant to be off goes to a file of that name',
      why: 'Only `access_log` knows the word `off`. `error_log off` writes to a file called `off` in the folder of nginx, where nobody looks and nothing rotates it, and errors go unnoticed. A misspelled `access_log off` makes such a file too.',
      bad: 'error_log off;',
      good: 'error_log /var/log/nginx/site.error.log warn;',
      context: 'http, server',
      silent: ['for `stderr`, `syslog:` and `memory:`', 'for names with a path, an extension or a variable'],
      remedy:
        'Give errors a file and a level. `error_log /dev/null emerg;` switches the log off, and failures then leave no trace.',
      links: [
        'https://nginx.org/en/docs/ngx_core_module.html#error_log',
        'https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log',
      ],
    },
    options: {},
    messages: {
      errors: ({ word }: { word: string }) =>
        `"error_log ${word}" switches nothing off: it writes to a file called "${word}"; write a path, or /dev/null`,
      access: ({ word }: { word: string }) =>
        `"access_log ${word}" writes to a file called "${word}"; write "off" to switch the log off, or a path`,
    },
  },
  (ctx) => ({
    directives: {
      error_log(at) {
        const [word] = at.node.args;
        if (word === undefined || !/^off$/i.test(word.value)) return;
        const end = at.node.args.at(-1)?.end ?? word.end;
        const edits = [{ file: at.file, span: { start: word.start, end }, text: '/dev/null emerg' }];
        const fixes = [{ title: 'Log no errors at all', safe: false, edits }];
        ctx.report(at, word, 'errors', { word: word.value }, { fixes });
      },
      access_log(at) {
        const [word] = at.node.args;
        if (word === undefined || !isSlip(at, word)) return;
        const fixes =
          at.node.args.length === 1 && !/^on$/i.test(word.value)
            ? [{ title: 'Write "off"', safe: false, edits: [{ file: at.file, span: word, text: 'off' }] }]
            : [];
        ctx.report(at, word, 'access', { word: word.value }, { fixes });
      },
    },
  }),
);

/** Only in small letters it is the word that nginx knows. */
function isSlip({ fact }: Occurrence, { value }: Word): boolean {
  return fact !== null && value !== 'off' && NEARLY_OFF.test(value);
}
