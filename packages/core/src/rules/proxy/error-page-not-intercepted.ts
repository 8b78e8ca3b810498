import { insertAfter } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { blocksUnder } from '../../model/answering-blocks.ts';
import { walk } from '../../model/blocks.ts';
import { contentHandler, type HandlerKind } from '../../model/handlers.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Statuses that backends answer with and nginx, where it passes requests on, does not of itself. */
const OF_BACKENDS = new Set([401, 402, 403, 404, 405, 406, 409, 410, 422, 451, 500, 501, 503]);
const PASSING: ReadonlySet<HandlerKind> = new Set(['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc']);
/** What makes nginx itself answer with one of them: access rules, limits, subrequests, code of other modules. */
const REFUSING =
  /^(?:deny|allow|auth_\w+|satisfy|limit_(?:req|conn|except)|internal|secure_link\w*|valid_referers|try_files|return|dav_\w+|perl|js_\w+|\w+_by_lua\w*|modsecurity\w*|image_filter|mp4|slice|ssl_verify_client)$/;

export default defineRule(
  {
    id: 'error-page-not-intercepted',
    group: 'proxy',
    severity: 'info',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'An `error_page` never replaces a response, because the backend sends all of them',
      why: 'nginx passes on what a backend answers as it is, even a 404 or 500. `error_page` takes over only with `proxy_intercept_errors on`, or for errors that nginx makes itself, such as 502 and 504.',
      bad: 'error_page 404 /404.html;\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      good: 'error_page 404 /404.html;\nlocation / { proxy_intercept_errors on; proxy_pass http://127.0.0.1:9000; }\nlocation = /404.html { root /srv/errors; internal; }',
      context: 'http, server',
      silent: [
        'where one of the codes may come from nginx, such as 502, 504 or 413',
        'where some location of the server serves files, or refuses requests itself',
        'for memcached, where nginx answers 404 for what is not stored',
        'where a backend may be another nginx that is asked for the page',
      ],
      remedy:
        'Write `proxy_intercept_errors on;` (or `fastcgi_…`, `uwsgi_…`). Remove the line if the pages of the backend are wanted.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_intercept_errors',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page',
      ],
    },
    options: {},
    messages: {
      passed: ({ codes, directive }: { codes: string; directive: string }) =>
        `"error_page ${codes}" does nothing here: nginx passes a ${codes.split(' ')[0]} of the backend on as it is; add "${directive} on"`,
    },
  },
  (ctx) => ({
    directives: {
      error_page(at) {
        const codes = at.node.args
          .slice(0, -1)
          .map(({ value }) => value)
          .filter((value) => !value.startsWith('='));
        if (codes.length === 0 || !codes.every((code) => OF_BACKENDS.has(Number(code)))) return;
        const [first, ...others] = passedThrough(ctx.model, at);
        const handler = first === undefined ? null : contentHandler(ctx.model, first);
        const [word] = at.node.args;
        if (first === undefined || handler === null || word === undefined) return;
        const modules = new Set([first, ...others].map((block) => contentHandler(ctx.model, block)?.kind));
        const directive = `${handler.kind}_intercept_errors`;
        const line = [...modules].map((module) => `${module}_intercept_errors on;`);
        const related = [{ file: handler.at.file, span: handler.at.node.name, message: 'answers' }];
        const edits = [insertAfter(ctx.model.source(at.file), at.node, line)];
        const fixes = [{ title: `Add "${line.join(' ')}"`, safe: false, edits }];
        ctx.report(at, word, 'passed', { codes: codes.join(' '), directive }, { related, fixes });
      },
    },
  }),
);

const known = new WeakMap<ConfigModel, ReadonlySet<string>>();

/** The paths and names that pages have. */
function targetsOf(model: ConfigModel): ReadonlySet<string> {
  let targets = known.get(model);
  if (targets === undefined) {
    targets = new Set(model.named('error_page').flatMap(({ node }) => node.args.at(-1)?.value.split('?')[0] ?? []));
    known.set(model, targets);
  }
  return targets;
}

/** The blocks for which an `error_page` holds, where all of them pass requests on and intercept nothing; else none. */
function passedThrough(model: ConfigModel, at: Occurrence): readonly Occurrence[] {
  const targets = targetsOf(model);
  const blocks = blocksUnder(model, at).filter((block) => {
    const location = model.location(block);
    return location === null || !targets.has(location.pattern);
  });
  return blocks.every((block) => passesAll(model, block)) ? blocks : [];
}

function passesAll(model: ConfigModel, block: Occurrence): boolean {
  const handler = contentHandler(model, block);
  if (handler === null || !PASSING.has(handler.kind) || block.implied || hasUnread(model, block)) return false;
  const [intercept] = model.effective(block, `${handler.kind}_intercept_errors`).values;
  if (intercept?.node.args[0]?.value.toLowerCase() === 'on') return false;
  return !refuses(block);
}

/** May nginx answer by itself there, by what stands in the block or around it? */
function refuses(block: Occurrence): boolean {
  for (const inner of walk(block, ({ name }) => name !== 'location')) {
    if (REFUSING.test(inner.name)) return true;
  }
  for (let level = block.parent; level !== null; level = level.parent) {
    if (level.children.some((child) => REFUSING.test(child.name))) return true;
    if (level.children.some((child) => child.name === 'if' && child.children.some(({ name }) => REFUSING.test(name))))
      return true;
  }
  return false;
}
