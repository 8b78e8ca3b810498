import { defineRule } from '../../lint/rule.ts';
import { POLICY_DIRECTIVES, type PolicyDirective, policyOf } from '../../model/content-security.ts';
import { namesHeader } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import { nearest } from '../../text/nearest.ts';
import type { Span } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

const KEYWORD =
  /^(?:self|none|unsafe-inline|unsafe-eval|strict-dynamic|unsafe-hashes|report-sample|wasm-unsafe-eval)$/i;
/** With one of these browsers ignore 'unsafe-inline'. */
const STRICTER = /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/i;
const OPEN = /^(?:\*|data:|https?:|https?:\/\/\*)$/i;

export default defineRule(
  {
    id: 'csp-unsafe',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'none',
    docs: {
      summary: 'A Content-Security-Policy permits what it is there to stop',
      why: "A policy is worth what it says about scripts. With `'unsafe-inline'`, `'unsafe-eval'`, `*` or `data:` an injected script runs as if there were no policy. Browsers ignore a directive with a misspelled name, and `self` without quotes is a host called self. Two policies in one response hold together, so that the second only ever forbids more.",
      bad: "server {\n    listen 80;\n    root /srv/www;\n    add_header Content-Security-Policy \"default-src: 'self'; script-src * 'unsafe-inline'\" always;\n}",
      good: "server {\n    listen 80;\n    root /srv/www;\n    add_header Content-Security-Policy \"default-src 'self'; script-src 'self'\" always;\n}",
      context: 'http',
      silent: [
        'for Report-Only policies',
        'for parts that a variable makes',
        "for `'unsafe-inline'` beside a nonce, a hash or `'strict-dynamic'`, with which browsers ignore it",
        'for `default-src` where `script-src` says more',
      ],
      severities: ["`hint` for `'unsafe-inline'` in `style-src`"],
      remedy:
        'Name the hosts that scripts come from, move inline scripts into files, or give each a nonce. Spell directives as the standard does, without a colon, and put keywords into single quotes.',
      links: [
        'https://www.w3.org/TR/CSP3/',
        'https://csp-evaluator.withgoogle.com/',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: {},
    messages: {
      unknown: ({ name, near }: { name: string; near: string | null }) =>
        `browsers ignore "${name}", which is no directive of a policy${near === null ? '' : `; write "${near}"`}`,
      scripts: ({ source, directive }: { source: string; directive: string }) =>
        `${source} in ${directive} lets injected scripts run as if there were no policy; name hosts, nonces or hashes`,
      styles: ({ directive }: { directive: string }) =>
        `'unsafe-inline' in ${directive} lets injected styles in; name hosts, nonces or hashes`,
      keyword: ({ word }: { word: string }) =>
        `${word} without quotes is the name of a host; write '${word}' in single quotes`,
      twice: () =>
        'both policies of this block hold together, so that a source must be allowed by each; write one policy',
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        const name = at.node.args[0];
        const value = at.node.args[1];
        if (name === undefined || !namesHeader(name, 'content-security-policy') || !value?.value) return;
        const { model } = ctx;
        const earlier = earlierPolicy(at);
        if (earlier !== null) {
          const related = [{ file: earlier.file, span: earlier.node.name, message: 'is the other policy' }];
          ctx.report(at, name, 'twice', undefined, { related });
        }
        const policy = policyOf(value.value);
        for (const directive of policy) {
          if (directive.name.includes('$')) continue;
          const spanOf = (text: string): Span => spanIn(model, at, text, directive);
          const { name: own } = directive;
          if (!POLICY_DIRECTIVES.includes(own.toLowerCase())) {
            const near = own.endsWith(':') ? own.slice(0, -1) : (nearest(own, POLICY_DIRECTIVES)[0] ?? null);
            ctx.report(at, spanOf(own), 'unknown', { name: own, near });
            continue;
          }
          for (const word of directive.sources.filter((source) => KEYWORD.test(source)))
            ctx.report(at, spanOf(word), 'keyword', { word });
          const source = judgesScripts(policy, own.toLowerCase()) ? openSource(directive) : null;
          if (source !== null) ctx.report(at, spanOf(source), 'scripts', { source, directive: own });
          else if (/^style-src/i.test(own) && directive.sources.includes("'unsafe-inline'") && !isStricter(directive))
            ctx.report(at, spanOf("'unsafe-inline'"), 'styles', { directive: own }, { severity: 'hint' });
        }
      },
    },
  }),
);

/** Is it what browsers go by for scripts? */
function judgesScripts(policy: readonly PolicyDirective[], name: string): boolean {
  if (name === 'script-src' || name === 'script-src-elem') return true;
  return name === 'default-src' && !policy.some((other) => other.name.toLowerCase() === 'script-src');
}

function openSource(directive: PolicyDirective): string | null {
  const { sources } = directive;
  const dynamic = sources.some((source) => /^'strict-dynamic'$/i.test(source));
  // A variable may bring a nonce.
  const inline = !isStricter(directive) && !sources.some((source) => source.includes('$'));
  const open = (source: string): boolean =>
    (OPEN.test(source) && !dynamic) || (/^'unsafe-inline'$/i.test(source) && inline) || /^'unsafe-eval'$/i.test(source);
  return sources.find(open) ?? null;
}

function isStricter({ sources }: PolicyDirective): boolean {
  return sources.some((source) => STRICTER.test(source));
}

/** Another policy that the same block sends before this one. */
function earlierPolicy(at: Occurrence): Occurrence | null {
  const siblings = at.parent?.children ?? [];
  for (const other of siblings) {
    if (other === at) return null;
    const [name, value] = other.name === 'add_header' ? other.node.args : [];
    if (name?.value.toLowerCase() === 'content-security-policy' && value?.value) return other;
  }
  return null;
}

/** Where a part of the policy stands in the file; the whole word where escapes hide it. */
function spanIn(model: ConfigModel, at: Occurrence, text: string, directive: PolicyDirective): Span {
  const word = at.node.args[1] ?? at.node.name;
  const written = model.source(at.file).text.slice(word.start, word.end);
  const name = directive.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const begin = new RegExp(`(?:^["']?|;)\\s*${name}(?=[\\s;"']|$)`).exec(written);
  const from = begin === null ? -1 : written.indexOf(text === directive.name ? text : ` ${text}`, begin.index);
  if (from === -1) return { start: word.start, end: word.end };
  const start = word.start + from + (text === directive.name ? 0 : 1);
  return { start, end: start + text.length };
}
