import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { hostAtStart } from '../../model/host-texts.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** `http:/x`, `https//x`, `https:example.com`. */
const BROKEN_SCHEME = /^(https?)(?::\/(?!\/)|:(?!\/)|\/\/)(?=[a-z0-9$[])/i;

export default defineRule(
  {
    id: 'rewrite-target-without-scheme',
    group: 'routing',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A redirect to another host lacks `http://` or `https://`',
      why: 'Only what begins with a scheme leads to another host. `www.example.com/new` is a path: after a `rewrite` without a flag nginx looks for such a file, and a browser that is redirected appends it to the folder that it is in.',
      bad: 'rewrite ^ www.example.com/new permanent;',
      good: 'rewrite ^ https://www.example.com/new permanent;',
      context: 'http, server',
      silent: ['for paths, and for names of files such as `index.php`', 'where the target begins with a variable'],
      remedy: 'Write `https://` in front of it, or `$scheme://` to keep the scheme of the request.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
      ],
    },
    options: {},
    messages: {
      host: ({ target, host }: { target: string; host: string }) =>
        `"${target}" is a path below the current one, not the host ${host}; write "https://" or "$scheme://" in front of it`,
      scheme: ({ target, scheme }: { target: string; scheme: string }) =>
        `"${target}" is a path, as its scheme is not followed by "://"; write "${scheme}://"`,
      slashes: ({ target, host }: { target: string; host: string }) =>
        `nginx takes "${target}" for a path and puts its own name before it, so that this does not lead to ${host}; write "https://" or "$scheme://"`,
    },
  },
  (ctx) => {
    const look = (at: Occurrence, word: Word | undefined, redirects: boolean): void => {
      if (word === undefined) return;
      const target = word.value;
      const scheme = BROKEN_SCHEME.exec(target);
      if (scheme !== null) {
        const meant = scheme[1]?.toLowerCase() ?? 'https';
        ctx.report(at, word, 'scheme', { target, scheme: meant }, { fixes: write(at, word, scheme[0], `${meant}://`) });
        return;
      }
      const host = hostAtStart(target);
      const hidden =
        redirects && target.startsWith('//') && isMadeAbsolute(ctx.model, at) ? hostAfterSlashes(target) : null;
      if (host !== null) ctx.report(at, word, 'host', { target, host }, { fixes: write(at, word, '', '$scheme://') });
      else if (hidden !== null) {
        ctx.report(at, word, 'slashes', { target, host: hidden }, { fixes: write(at, word, '', '$scheme:') });
      }
    };
    return {
      directives: {
        rewrite: (at) => look(at, at.node.args[1], /^(?:redirect|permanent)$/.test(at.node.args[2]?.value ?? '')),
        return(at) {
          const [status, target] = at.node.args;
          if (!at.context.startsWith('stream') && /^30[12378]$/.test(status?.value ?? '')) look(at, target, true);
        },
      },
    };
  },
);

/** ngx_http_header_filter(): what begins with a slash gets scheme and host of the request before it. */
function isMadeAbsolute(model: ConfigModel, { parent }: Occurrence): boolean {
  const [setting] = parent === null ? [] : model.effective(parent, 'absolute_redirect').values;
  return setting?.node.args[0]?.value.toLowerCase() !== 'off';
}

/** `//example.com/x`; a folder that begins with two slashes has no dot. */
function hostAfterSlashes(target: string): string | null {
  const rest = target.slice(2);
  return hostAtStart(rest) ?? hostAtStart(`${rest}/`);
}

/** Only where the word is written as nginx reads it at its start. */
function write({ file }: Occurrence, word: Word, wrong: string, text: string): Fix[] {
  const start = word.start + (word.quote === null ? 0 : 1);
  const edits = [{ file, span: { start, end: start + wrong.length }, text }];
  return [{ title: `Write ${text}`, safe: true, edits }];
}
