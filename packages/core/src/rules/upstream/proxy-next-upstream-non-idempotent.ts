import type { Fix } from '../../lint/diagnostic.ts';
import { deleteWord } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import { isFilledAtRunTime, isNamed, livePeers } from '../../model/peers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Answers of an application that works. */
const ANSWERS = new Set(['http_403', 'http_404', 'http_500']);
const MODULES = ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached'];

export default defineRule(
  {
    id: 'proxy-next-upstream-non-idempotent',
    group: 'upstream',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'Requests that must not be made twice are repeated on another server',
      why: 'nginx does not repeat a POST, LOCK or PATCH that it has sent, because the first server may have carried it out before it failed. With `non_idempotent` it does: orders, payments and mails are made twice. `http_500`, `http_403` and `http_404` are responses of an application, and asking every other server too multiplies the load while things go wrong.',
      bad: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_next_upstream error timeout non_idempotent; proxy_pass http://app; } }',
      good: 'upstream app { server 10.0.0.11:8080; server 10.0.0.12:8080; }\nserver { listen 80; location / { proxy_next_upstream error timeout; proxy_pass http://app; } }',
      context: 'http',
      silent: ['where `off` or a single try forbids a repetition', 'where no request is passed on'],
      severities: [
        '`info` for a group of one server, where nothing is repeated yet',
        '`info` for `http_500`, `http_403` and `http_404`',
      ],
      remedy:
        'Remove the word. `error timeout`, with `http_502 http_503` if needed, covers what failing servers do. If the POSTs of a location only search, switch the rule off for the line.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream'],
    },
    options: {},
    messages: {
      repeats: ({ directive }: { directive: string }) =>
        `"${directive} non_idempotent" sends a POST to another server when the first may have carried it out; remove the word`,
      waits: ({ directive }: { directive: string }) =>
        `"${directive} non_idempotent" does nothing while there is one server, and repeats POSTs once there is another; remove the word`,
      answers: ({ directive, words }: { directive: string; words: string }) =>
        `"${directive} ${words}" asks every other server after one has answered; remove it`,
    },
  },
  (ctx) => {
    let uses: ReadonlyMap<Occurrence, Use> | null = null;
    const check = (at: Occurrence): void => {
      const words = at.node.args;
      const found = words.filter(({ value }) => value === 'non_idempotent' || ANSWERS.has(value));
      if (found.length === 0 || words.some(({ value }) => value === 'off')) return;
      uses ??= usesOf(ctx.model);
      const use = uses.get(at);
      const directive = at.name;
      const unsafe = found.find(({ value }) => value === 'non_idempotent');
      if (unsafe !== undefined && use !== undefined) {
        const severity = use === 'retried' ? 'warning' : 'info';
        const fixes = without(ctx.model, at, [unsafe]);
        ctx.report(at, unsafe, use === 'retried' ? 'repeats' : 'waits', { directive }, { severity, fixes });
      }
      const answers = found.filter((word) => word !== unsafe);
      const [first] = answers;
      if (first === undefined || use !== 'retried') return;
      const data = { directive, words: answers.map(({ value }) => value).join(' ') };
      ctx.report(at, first, 'answers', data, { severity: 'info', fixes: without(ctx.model, at, answers) });
    };
    return { directives: Object.fromEntries(MODULES.map((module) => [`${module}_next_upstream`, check])) };
  },
);

/** May a second server be asked where a setting holds, or is there one only? */
type Use = 'retried' | 'alone';

function usesOf(model: ConfigModel): ReadonlyMap<Occurrence, Use> {
  const uses = new Map<Occurrence, Use>();
  for (const pass of passesOf(model)) {
    const { block, module } = pass;
    const [tries] = model.effective(block, `${module}_next_upstream_tries`).values;
    if (tries !== undefined && /^0*1$/.test(tries.node.args[0]?.value ?? '')) continue;
    const use = mayAskOthers(model, pass) ? 'retried' : 'alone';
    for (const at of model.effective(block, `${module}_next_upstream`).values)
      if (uses.get(at) !== 'retried') uses.set(at, use);
  }
  return uses;
}

function mayAskOthers(model: ConfigModel, { target }: Pass): boolean {
  const { upstream, host, unix } = target;
  if (upstream === null) return host === null ? !unix : !unix && !isAddress(host);
  const peers = livePeers(upstream);
  // A connection that was kept open and is gone counts as no try.
  return peers.length > 1 || peers.some(isNamed) || isFilledAtRunTime(model, upstream) || keepsConnections(upstream.at);
}

function keepsConnections(group: Occurrence): boolean {
  return own(group, 'keepalive').some(({ node }) => node.args[0]?.value !== '0');
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith('[') || host.toLowerCase() === 'localhost';
}

/** None where nothing else would be left in the directive. */
function without(model: ConfigModel, at: Occurrence, words: readonly Word[]): readonly Fix[] {
  if (at.node.args.length === words.length) return [];
  const source = model.source(at.file);
  const title = `Remove ${words.map(({ value }) => value).join(' ')}`;
  return [{ title, safe: false, edits: words.map((word) => deleteWord(source, word)) }];
}
