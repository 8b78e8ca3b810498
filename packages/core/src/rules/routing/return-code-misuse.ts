import type { Fix } from '../../lint/diagnostic.ts';
import { deleteWord } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { enclosing, isWrittenIn } from '../../model/blocks.ts';
import { hostAtStart } from '../../model/host-texts.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const REDIRECT = /^30[12378]$/;
/** The same address with TLS. */
const WITH_TLS = /^https:\/\/\$(?:host|server_name|http_host)\$request_uri$/;

export default defineRule(
  {
    id: 'return-code-misuse',
    group: 'routing',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `return` has a status that does not fit what it sends',
      why: 'The text of a redirect is its address. Without one browsers show an empty page, and `moved` is a file beside the one asked for. 444 closes the connection without a response, but only without a text. Statuses above 599 mean nothing to clients.',
      bad: 'location /a { return 302 "moved"; }',
      good: 'location /a { return 302 /b; }',
      context: 'http, server',
      silent: [
        'for addresses with variables',
        'for relative addresses that are written as such: `./b`, `b/c`, `?a=b`',
        'where an `error_page` takes over the status',
      ],
      severities: ['`info` for a temporary redirect of a whole server to HTTPS'],
      remedy: 'Give redirects an address, write `return 444;` alone, and use 301 for what has moved for good.',
      links: ['https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return'],
    },
    options: {},
    messages: {
      nowhere: ({ code }: { code: string }) =>
        `a redirect needs an address, and with ${code} alone browsers do not know where to go; write one behind the status`,
      text: ({ code, text }: { code: string; text: string }) =>
        `"${text}" is the address that this ${code} redirects to; write an address, or another status`,
      closing: ({ text }: { text: string }) =>
        `with the text "${text}" nginx answers 444 instead of closing the connection; remove the text`,
      unknown: ({ code }: { code: string }) =>
        `${code} is no status of HTTP, and nginx sends it as it is; use one from 200 to 599`,
      temporary: ({ code }: { code: string }) =>
        `${code} is temporary, so that browsers ask for http:// again each time; use 301`,
    },
  },
  (ctx) => ({
    directives: {
      return(at) {
        const [status, text] = at.node.args;
        if (status === undefined || at.context.startsWith('stream') || !/^\d{1,3}$/.test(status.value)) return;
        const code = String(Number(status.value));
        const value = text?.value ?? '';
        if (Number(code) > 599) ctx.report(at, status, 'unknown', { code });
        else if (code === '444' && text !== undefined && value !== '') {
          ctx.report(at, text, 'closing', { text: value }, { fixes: withoutText(ctx.model, at, text) });
        } else if (REDIRECT.test(code)) {
          if (value === '') {
            if (!isTakenOver(ctx.model, at, code)) ctx.report(at, text ?? status, 'nowhere', { code });
          } else if (text !== undefined && isNoAddress(value)) ctx.report(at, text, 'text', { code, text: value });
          else if (/^30[27]$/.test(code) && WITH_TLS.test(value) && isForAllOfPlain(ctx.model, at)) {
            const fixes = code === '302' ? asPermanent(at, status) : [];
            ctx.report(at, status, 'temporary', { code }, { severity: 'info', fixes });
          }
        }
      },
    },
  }),
);

/** A word or a sentence. What holds a sign of an address may be one that is relative. */
function isNoAddress(text: string): boolean {
  if (hostAtStart(text) !== null || text.includes('$')) return false;
  return /\s/.test(text.trim())
    ? !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !text.startsWith('/')
    : /^[a-z0-9_!-]+$/i.test(text);
}

/** Does an `error_page` give the status an address? */
function isTakenOver(model: ConfigModel, { parent }: Occurrence, code: string): boolean {
  const pages = parent === null ? [] : model.effective(parent, 'error_page').values;
  return pages.some(({ node }) => node.args.some(({ value }) => value === code));
}

/** Directly in a server that has no listener with TLS. */
function isForAllOfPlain(model: ConfigModel, at: Occurrence): boolean {
  const block = enclosing(at, 'server');
  const server = block === null ? null : model.server(block);
  return server !== null && at.parent === server.at && !server.at.implied && !server.tls;
}

function withoutText(model: ConfigModel, at: Occurrence, text: Word): Fix[] {
  return [{ title: 'Remove the text', safe: true, edits: [deleteWord(model.source(at.file), text)] }];
}

function asPermanent(at: Occurrence, { start, end }: Word): Fix[] {
  if (at.parent === null || !isWrittenIn(at, at.parent)) return [];
  return [{ title: 'Write 301', safe: false, edits: [{ file: at.file, span: { start, end }, text: '301' }] }];
}
