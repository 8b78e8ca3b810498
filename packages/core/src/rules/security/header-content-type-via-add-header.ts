import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { ownAnswer, returnedStatus } from '../../model/answers.ts';
import { blocksIn, isWrittenIn, own } from '../../model/blocks.ts';
import type { ContentHandler } from '../../model/handlers.ts';
import { namesHeader } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What hands on the Content-Type of a backend, and may be told not to. */
const HIDING: Readonly<Record<string, string>> = {
  proxy: 'proxy_hide_header',
  fastcgi: 'fastcgi_hide_header',
  uwsgi: 'uwsgi_hide_header',
  scgi: 'scgi_hide_header',
  grpc: 'grpc_hide_header',
};
/** Statuses of answers with a body that carry an `add_header` without `always`. */
const PLAIN: ReadonlySet<number> = new Set([200, 201, 206, 301, 302, 303, 307, 308]);

export default defineRule(
  {
    id: 'header-content-type-via-add-header',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'An `add_header` sends a second Content-Type',
      why: '`add_header` adds a line and does not replace one. The response then has two Content-Type headers, and each client chooses for itself which one it believes. What was meant as JSON may be read as a page, with the scripts in it.',
      bad: 'location = /health {\n    add_header Content-Type application/json;\n    return 200 "{}";\n}',
      good: 'location = /health {\n    default_type application/json;\n    return 200 "{}";\n}',
      context: 'http, server',
      silent: [
        'where the response has no other Content-Type: with `proxy_hide_header Content-Type` and the like, with `default_type ""`, and for `return 204`',
        'for a `return` with a status to which `add_header` adds nothing without `always`',
        'where a module or script answers',
        'for `Content-Type ""`',
      ],
      remedy:
        'For a `return` and for files write `default_type`, with an empty `types { }` where the names have types already. For a backend hide its header first: `proxy_hide_header Content-Type`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#default_type',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#types',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_hide_header',
        'https://www.rfc-editor.org/rfc/rfc9110#section-8.3',
      ],
    },
    options: {},
    messages: {
      twice: ({ other, remedy }: { other: string; remedy: string }) =>
        `nginx sends this beside the Content-Type ${other}, and clients take the one or the other; ${remedy}`,
    },
  },
  (ctx) => ({
    directives: {
      add_header(at) {
        const name = at.node.args[0];
        const value = at.node.args[1];
        const { parent } = at;
        if (name === undefined || !namesHeader(name, 'content-type') || parent === null || !value?.value) return;
        const handler = typedAnswer(ctx.model, at, parent);
        if (handler === null) return;
        const passed = HIDING[handler.kind];
        const data =
          passed === undefined
            ? { other: 'of nginx', remedy: 'use "default_type"' }
            : { other: 'of the backend', remedy: `add "${passed} Content-Type"` };
        ctx.report(at, name, 'twice', data, { fixes: fixesOf(ctx.model, at, parent, handler) });
      },
    },
  }),
);

/** An answer that has a Content-Type and gets this header too. */
function typedAnswer(model: ConfigModel, at: Occurrence, level: Occurrence): ContentHandler | null {
  const blocks = [level, ...blocksIn(level)];
  for (const block of blocks) {
    if (!/^(?:server|location|if|limit_except)$/.test(block.name)) continue;
    if (!model.effective(block, 'add_header').values.includes(at)) continue;
    const handler = ownAnswer(model, block);
    if (handler !== null && !isUntyped(model, block, handler) && isTyped(model, at, block, handler)) return handler;
  }
  return null;
}

function isTyped(model: ConfigModel, at: Occurrence, block: Occurrence, { kind, at: source }: ContentHandler): boolean {
  if (kind === 'return') {
    const status = returnedStatus(source);
    return PLAIN.has(status) || (at.node.args[2]?.value === 'always' && status >= 400);
  }
  if (kind === 'static') return block.name === 'location' && servesFiles(model, block);
  const hiding = HIDING[kind];
  if (hiding === undefined) return false;
  return !model
    .effective(block, hiding)
    .values.some(({ node }) => node.args[0]?.value.toLowerCase() === 'content-type');
}

/** With an empty `default_type` nginx itself sends none. */
function isUntyped(model: ConfigModel, block: Occurrence, { kind }: ContentHandler): boolean {
  const [type] = model.effective(block, 'default_type').values;
  return HIDING[kind] === undefined && type?.node.args[0]?.value === '';
}

/** Are there files to serve, and no module that may answer in their place? */
function servesFiles(model: ConfigModel, block: Occurrence): boolean {
  if (block.children.some(({ fact, node }) => fact === null || fact.source !== 'core' || node.body?.kind === 'raw'))
    return false;
  return model.effective(block, 'root').values.length > 0 || model.effective(block, 'alias').values.length > 0;
}

/** A `return` in the very location takes its type from `default_type`, unless the name asked for has one in `types`. */
function fixesOf(
  model: ConfigModel,
  at: Occurrence,
  level: Occurrence,
  { kind, at: source }: ContentHandler,
): readonly Fix[] {
  const location = model.location(level);
  const value = at.node.args[1];
  if (kind !== 'return' || source.parent !== level || location?.at !== level || value === undefined) return [];
  if (value.value.includes('$') || !isWrittenIn(at, level) || [...blocksIn(level)].length > 0) return [];
  if (own(level, 'default_type').length + own(level, 'types').length > 0) return [];
  // Without another header of its own the location would begin to inherit.
  const inherits =
    own(level, 'add_header').length === 1 &&
    level.parent !== null &&
    model.effective(level.parent, 'add_header').values.length > 0;
  if (inherits) return [];
  const file = model.source(at.file);
  const plain = location.match === 'exact' && !location.pattern.slice(location.pattern.lastIndexOf('/')).includes('.');
  const type = `default_type ${file.text.slice(value.start, value.end)};`;
  const edits = [
    { file: at.file, span: { start: at.node.start, end: at.node.end }, text: plain ? type : `types { } ${type}` },
  ];
  return [{ title: 'Use "default_type"', safe: true, edits }];
}
