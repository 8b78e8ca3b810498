import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import { evaluatedIn } from '../../nginx/evaluated.ts';
import { faultsOf } from '../../nginx/verdict.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Directives with names, addresses and paths, which are what templates fill in. */
const DIRECTIVES =
  `server_name listen ssl_certificate ssl_certificate_key ssl_trusted_certificate ssl_client_certificate
  ssl_dhparam root alias proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass upstream server access_log error_log user
  pid auth_basic_user_file resolver set_real_ip_from proxy_cache_path`.split(/\s+/);

/** Files that are filled in before nginx reads them, and examples that are to be copied. */
const TEMPLATE =
  /\.(?:template|tmpl|gotmpl|ctmpl|tpl|stpl|j2|jinja2?|erb|epp|ejs|mustache|hbs|tt2?|in|dist|sample|example)$/i;

const PLACEHOLDER =
  /\$\{[A-Z][A-Z0-9_]*\}|\{\{.*?\}\}|\{%.*?%\}|<%=?|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|@@?[A-Z][A-Z0-9_]+@@?|%%?[A-Za-z_]{3,}%%?|<[A-Za-z][\w .-]*>|^\$[A-Z][A-Z0-9_]+$/;

const SAMPLE =
  /(?:^|[/.@_-])(?:your[-_.]?(?:domain|site|host|server|app|project|user)(?:[-_]?name)?|mydomain|domain\.(?:tld|name)|change[-_]?me)(?=$|[/.:_-])|\/path\/to\//i;

export default defineRule(
  {
    id: 'template-placeholder-left',
    group: 'correctness',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A placeholder that nobody has filled in',
      why: 'nginx fills in nothing by itself: `server_name ${DOMAIN}` is a server of that name, and no request is for it. Such a line was meant to go through a template engine first, or to be edited by hand.',
      bad: 'server_name ${DOMAIN};',
      good: 'server_name example.com;',
      context: 'http, server',
      silent:
        'In files that are named as templates (`*.template`, `*.j2`, `*.erb`, `*.tmpl`, …) or examples, at variables where nginx knows variables, in expressions, and where nginx refuses the value anyway, which another rule says. Sample values such as `yourdomain.com` and `/path/to/` are an `info`; `example.com` is none.',
      remedy: 'Write the value, or give the file the name of a template and lint what is made of it.',
      links: ['https://github.com/nginxinc/docker-nginx/tree/master/entrypoint'],
    },
    options: {},
    messages: {
      left: ({ text }: { text: string }) =>
        `nothing fills in the placeholder "${text}", and nginx takes it as it stands; write the value`,
      sample: ({ text }: { text: string }) => `"${text}" looks like a sample value; write the one that is meant`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      if (at.fact === null || TEMPLATE.test(at.file)) return;
      for (const word of at.node.args) {
        // An expression is no text to be filled in.
        if (word.value.startsWith('~')) continue;
        const placeholder = PLACEHOLDER.exec(word.value)?.[0];
        const sample = placeholder === undefined ? SAMPLE.exec(word.value)?.[0] : undefined;
        if ((placeholder ?? sample) === undefined || isSaid(ctx.model, at, word)) continue;
        if (placeholder !== undefined) ctx.report(at, word, 'left', { text: placeholder });
        else ctx.report(at, word, 'sample', { text: word.value }, { severity: 'info' });
        return;
      }
    };
    return { directives: Object.fromEntries(DIRECTIVES.map((name) => [name, check])) };
  },
);

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
