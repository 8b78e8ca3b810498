import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWritten } from '../../model/written.ts';
import type { SourceFile, Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** tchar of RFC 9110, section 5.6.2, without `$`, which begins a variable everywhere else. */
const TOKEN = /^[!#%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Names of headers as nearly all are. */
const PLAIN = /^[0-9A-Za-z-]+$/;
/** First parts of names that are no names themselves: `$http_x-forwarded-for` is `$http_x` and a text. */
const CUT =
  /\$\{?http_((?:x|user|if|cf|sec|access|true)|accept(?=-(?:encoding|language|charset)\b)|content(?=-type\b|-length\b))-[a-z]/i;
const SETTING = ['add_header', 'add_trailer', 'proxy_set_header', 'grpc_set_header'];
const PREFIXES = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc'];

export default defineRule(
  {
    id: 'header-name-invalid',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'The name of a header is one that no client or backend knows',
      why: 'nginx takes the first word as it stands. `add_header X-Frame-Options: DENY` sends the line `X-Frame-Options:: DENY`, whose name is `X-Frame-Options:`, and the page is not protected. nginx does not evaluate variables in names. The next nginx drops a request header with `_` unless it has `underscores_in_headers on`, and `$http_x-real-ip` is the variable `$http_x` with text behind it.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Frame-Options: DENY always;\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Frame-Options DENY always;\n}',
      context: 'http',
      silent: [
        'for `_` in the names of response headers, which nobody drops',
        'for `_` in request headers with an empty value, which removes what a client may have sent',
        'for a name with a dash behind `$http_` whose first part is a header by itself',
      ],
      severities: ['`info` for `_` in the names of request headers'],
      remedy: 'Write the name without a colon: letters, digits and dashes.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc9110#section-5.1',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_http_',
      ],
    },
    options: { underscores: false },
    optionDocs: { underscores: 'Do not report `_` in the names of request headers.' },
    messages: {
      colon: ({ name }: { name: string }) =>
        `the colon becomes a part of the name, and no client knows a header "${name}"; remove it`,
      invalid: ({ name }: { name: string }) =>
        `"${name}" cannot be the name of a header; write letters, digits and dashes`,
      variable: ({ name }: { name: string }) =>
        `nginx does not evaluate variables in names, so that the header is called "${name}"; write its name out`,
      underscore: ({ name }: { name: string }) =>
        `a backend that is an nginx drops "${name}" because of its underscore; write dashes, or set "underscores_in_headers on" there`,
      cut: ({ variable, meant }: { variable: string; meant: string }) =>
        `this is the variable ${variable} with text behind it, as a name ends at the dash; write ${meant}`,
    },
  },
  (ctx) => {
    // The same few names stand in every server.
    const plain = new Set<string>();
    const check = (at: Occurrence): void => {
      const name = at.node.args[0];
      // `add_header "" ""` keeps the headers of the outer block away, and sends none.
      if (name === undefined || name.value === '' || plain.has(name.value)) return;
      if (PLAIN.test(name.value)) {
        plain.add(name.value);
        return;
      }
      const bare = name.value.replace(/\s*:+\s*$/, '');
      if (bare !== name.value && TOKEN.test(bare)) {
        const fixes = withoutColon(ctx.model.source(at.file), name);
        ctx.report(at, name, 'colon', { name: name.value }, { fixes });
      } else if (/\$\{?\w/.test(name.value)) {
        ctx.report(at, name, 'variable', { name: name.value });
      } else if (!TOKEN.test(name.value)) {
        ctx.report(at, name, 'invalid', { name: name.value });
      } else if (/^(?:proxy|grpc)_set_header$/.test(at.name) && name.value.includes('_') && !ctx.options.underscores) {
        if (at.node.args[1]?.value !== '')
          ctx.report(at, name, 'underscore', { name: name.value }, { severity: 'info' });
      }
    };
    const names = [...SETTING, ...PREFIXES.flatMap((prefix) => [`${prefix}_hide_header`, `${prefix}_pass_header`])];
    const directives = Object.fromEntries(names.map((name) => [name, check]));
    if (!isWritten(ctx.model, CUT)) return { directives };
    return {
      directives,
      any(at) {
        if (at.node.body?.kind === 'raw') return;
        for (const word of at.node.args) {
          if (!word.value.includes('-') || !word.value.includes('$')) continue;
          const found = CUT.exec(word.value);
          if (found === null) continue;
          const [whole] = /\$\{?http_[\w-]+/.exec(word.value.slice(found.index)) ?? [''];
          const data = {
            variable: `$http_${found[1]}`,
            meant: whole.replaceAll('-', '_').replace('{', '').toLowerCase(),
          };
          ctx.report(at, word, 'cut', data);
        }
      },
    };
  },
);

function withoutColon({ text, id }: SourceFile, word: Word): readonly Fix[] {
  const old = text.slice(word.start, word.end);
  const rest = old.replace(/\s*:+\s*(["']?)$/, '$1');
  const edits = [{ file: id, span: { start: word.start, end: word.end }, text: rest }];
  return [{ title: 'Remove the colon', safe: true, edits }];
}
