import type { Severity } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import { tlsServers, useOfTlsSetting } from '../../model/tls.ts';
import type { SourceFile, Word } from '../../syntax/nodes.ts';
import type { FileEdit } from '../../text/report.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** `X25519MLKEM768`, `SecP256r1MLKEM768`, `MLKEM768`, … */
const HYBRID = /mlkem\d+/i;
/** Names of drafts, which no library that is current knows. */
const DRAFT = /kyber/i;

export default defineRule(
  {
    id: 'ssl-ecdh-curve-pq',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A list of groups holds a post-quantum group that older OpenSSL does not know',
      why: '`X25519MLKEM768` is known since OpenSSL 3.5. An older OpenSSL refuses the whole list because of it, so that nginx does not start after a move to another machine. The mark `?`, which makes the library ignore a group that it does not know, is known since OpenSSL 3.3.',
      bad: 'ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1;',
      good: 'ssl_ecdh_curve X25519:prime256v1;',
      context: 'http',
      silent: ['where the option `openssl` says 3.5 or later, or names another library', 'in servers without TLS'],
      severities: [
        '`error` where the option `openssl` says an older version',
        '`info` where it says nothing; names from drafts, such as `X25519Kyber768Draft00`, are always a `warning`',
      ],
      remedy:
        'Remove the directive: OpenSSL 3.5 offers the new group by default. Or say in the option `openssl` which library nginx runs with.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ecdh_curve',
        'https://docs.openssl.org/3.5/man3/SSL_CTX_set1_curves/',
      ],
    },
    options: { openssl: '' },
    optionDocs: {
      openssl: 'The library that nginx runs with: a version of OpenSSL such as `3.0`, or `boringssl`, `aws-lc`.',
    },
    messages: {
      unknown: ({ group, openssl }: { group: string; openssl: string }) =>
        `OpenSSL ${openssl} does not know the group ${group} and refuses the whole list; remove it`,
      newer: ({ group }: { group: string }) =>
        `OpenSSL before 3.5 does not know the group ${group} and refuses the whole list; make sure that nginx runs with 3.5 or later`,
      draft: ({ group }: { group: string }) =>
        `${group} is a name from a draft that current libraries do not know; use X25519MLKEM768 with OpenSSL 3.5, or remove it`,
    },
  },
  (ctx) => {
    let speaking: ReadonlySet<Occurrence> | null = null;
    return {
      directives: {
        ssl_ecdh_curve(at) {
          const [word] = at.node.args;
          if (word === undefined || !/mlkem|kyber/i.test(word.value)) return;
          speaking ??= tlsServers(ctx.model);
          if (useOfTlsSetting(ctx.model, at, speaking) === 'none') return;
          const source = ctx.model.source(at.file);
          const { openssl } = ctx.options;
          for (const { text, start } of groupsOf(word.value)) {
            const group = text.replace(/^[?*-]+/, '');
            const judged = judge(group, text.startsWith('?'), openssl);
            if (judged === null) continue;
            const span = partOfWord(source, word, start, start + text.length);
            const edit = without(source, at, word, start, text.length);
            const fixes = edit === null ? [] : [{ title: `Remove ${group}`, safe: false, edits: [edit] }];
            ctx.report(at, span, judged.message, { group, openssl }, { severity: judged.severity, fixes });
          }
        },
      },
    };
  },
);

function groupsOf(list: string): { readonly text: string; readonly start: number }[] {
  return Array.from(list.matchAll(/[^:/]+/g), ({ 0: text, index: start }) => ({ text, start }));
}

function judge(
  group: string,
  optional: boolean,
  openssl: string,
): { readonly message: 'unknown' | 'newer' | 'draft'; readonly severity: Severity } | null {
  const version = /^(\d+)\.(\d+)/.exec(openssl);
  const older = (minor: number): boolean =>
    version !== null && (Number(version[1]) < 3 || (Number(version[1]) === 3 && Number(version[2]) < minor));
  if (DRAFT.test(group)) {
    return openssl === '' || version !== null ? { message: 'draft', severity: 'warning' } : null;
  }
  if (!HYBRID.test(group)) return null;
  if (openssl === '') return { message: 'newer', severity: 'info' };
  return older(optional ? 3 : 5) ? { message: 'unknown', severity: 'error' } : null;
}

/** Takes a group and the colon beside it out of a list; null where it is the only one. */
function without(source: SourceFile, at: Occurrence, word: Word, start: number, length: number): FileEdit | null {
  const { value } = word;
  const end = start + length;
  const [from, to] = value[end] === ':' ? [start, end + 1] : [start - 1, end];
  if (from < 0 || value[from === start ? end : from] !== ':') return null;
  const span = partOfWord(source, word, from, to);
  return span.end - span.start === to - from ? { file: at.file, span, text: '' } : null;
}
