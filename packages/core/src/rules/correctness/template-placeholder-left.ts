import { defineRule } from '../../lint/rule.ts';
import { foreignPlaceholderIn, isTemplate, placeholderIn } from '../../model/placeholders.ts';
import type { ConfigModel } from '../../model/types.ts';
import { evaluatedIn } from '../../nginx/evaluated.ts';
import { faultsOf } from '../../nginx/verdict.ts';
import type { Directive, SourceFile, Word } from '../../syntax/nodes.ts';
import type { FileId } from '../../text/file-id.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives with names, addresses and paths, which are what templates fill in. */
const DIRECTIVES =
  `server_name listen ssl_certificate ssl_certificate_key ssl_trusted_certificate ssl_client_certificate
  ssl_dhparam root alias proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass upstream server access_log error_log user
  pid auth_basic_user_file resolver set_real_ip_from proxy_cache_path`.split(/\s+/);

const SAMPLE =
  /(?:^|[/.@_-])(?:your[-_.]?(?:domain|site|host|server|app|project|user)(?:[-_]?name)?|mydomain|domain\.(?:tld|name)|change[-_]?me)(?=$|[/.:_-])|\/path\/to\//i;

export default defineRule(
  {
    id: 'template-placeholder-left',
    group: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    fatal: true,
    docs: {
      summary: 'A placeholder is not filled in',
      why: 'nginx fills in nothing by itself: `server_name ${DOMAIN}` is a server of exactly that name, which no request asks for. Such a file was meant to go through a template engine or to be edited by hand.',
      bad: 'server_name ${DOMAIN};',
      good: 'server_name example.com;',
      context: 'http, server',
      silent: [
        'in files that are named as templates or examples: `*.template`, `*.j2`, `*.erb`, `*.tmpl`, …',
        'for variables where nginx evaluates them, and in regular expressions',
        'where another rule reports that nginx refuses the value',
        'for `example.com`',
      ],
      severities: [
        '`error` where nginx refuses a mark such as `%ip%` or `{{ port }}`; in a file named as a template this is reported once',
        '`info` for sample values such as `yourdomain.com` and `/path/to/`',
      ],
      remedy: 'Write the value, or give the file the name of a template and lint its output.',
      links: [
        'https://github.com/nginx/docker-nginx/tree/master/entrypoint',
        'https://nginx.org/en/docs/varindex.html',
      ],
    },
    options: {},
    messages: {
      left: ({ text }: { text: string }) =>
        `nothing fills in the placeholder "${text}", and nginx takes it as it stands; write the value`,
      refused: ({ text }: { text: string }) =>
        `nothing fills in the placeholder "${text}", and nginx refuses it as it stands; write the value`,
      template: ({ text }: { text: string }) =>
        `this is a template, whose "${text}" nginx refuses as it stands; lint its output`,
      sample: ({ text }: { text: string }) => `"${text}" looks like a sample value; write the one that is meant`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      if (at.fact === null || isTemplate(at.file)) return;
      for (const word of at.node.args) {
        // An expression is no text to be filled in.
        if (word.value.startsWith('~')) continue;
        const placeholder = placeholderIn(word.value);
        const sample = placeholder === null ? SAMPLE.exec(word.value)?.[0] : undefined;
        if ((placeholder ?? sample) === undefined || isSaid(ctx.model, at, word)) continue;
        if (placeholder !== null) ctx.report(at, word, 'left', { text: placeholder }, { fatal: false });
        else ctx.report(at, word, 'sample', { text: word.value }, { severity: 'info', fatal: false });
        return;
      }
    };
    const look = (at: Occurrence): void => {
      if (hasSign(ctx.model.source(at.file), at.node)) check(at);
    };
    return {
      directives: Object.fromEntries(DIRECTIVES.map((name) => [name, look])),
      config(model) {
        const templates = new Set<FileId>();
        for (const { at, span } of faultsOf(model).get('directive-invalid-value') ?? []) {
          const word = at.node.args.find(({ start }) => start === span.start);
          const text = foreignPlaceholderIn(word?.value ?? '');
          // Of a template one is enough.
          if (word === undefined || text === null || templates.has(at.file)) continue;
          if (isTemplate(at.file)) templates.add(at.file);
          ctx.report(at, word, isTemplate(at.file) ? 'template' : 'refused', { text }, { severity: 'error' });
        }
      },
    };
  },
);

/** Signs of a placeholder, and two letters that a sample value begins with where a name does. */
const SIGN = /[{<@%]|__|\$[A-Z]|(?<![A-Za-z])(?:[Yy][Oo]|[Mm][Yy]|[Dd][Oo]|[Cc][Hh]|[Pp][Aa])/;

/** May there be a placeholder or a sample value in its words? One look for both is enough for most. */
function hasSign({ text }: SourceFile, { name, stop }: Directive): boolean {
  return SIGN.test(text.slice(name.end, stop));
}

const refused = new WeakMap<ConfigModel, ReadonlySet<string>>();

/** Do other rules say it: that a variable is not known, or that nginx refuses the word? */
function isSaid(model: ConfigModel, at: Occurrence, word: Word): boolean {
  let places = refused.get(model);
  if (places === undefined) {
    const faults = [...faultsOf(model).values()].flat();
    places = new Set(faults.map(({ at: { file }, span }) => `${file} ${span.start}`));
    refused.set(model, places);
  }
  if (places.has(`${at.file} ${word.start}`)) return true;
  return word.value.includes('$') && evaluatedIn(at, model.facts).some((part) => part.word === word);
}
