import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { headerNamed, headersAt } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

const STOCK = 'application/octet-stream';

export default defineRule(
  {
    id: 'return-without-type',
    group: 'routing',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Browsers take the text of a `return` for a download',
      why: 'What `return` sends gets its type from the extension of the path, and without one from `default_type`. Many configurations set that to `application/octet-stream`, which browsers save as a file. Not every client reads JSON of that type either.',
      bad: 'default_type application/octet-stream;\nserver { listen 80; location = /health { return 200 "ok\\n"; } }',
      good: 'default_type application/octet-stream;\nserver { listen 80; location = /health { default_type text/plain; return 200 "ok\\n"; } }',
      context: 'http',
      silent: [
        'for redirects and errors, and without a text',
        'for paths with an extension',
        'where a header `Content-Type` is added',
        'where nothing sets `default_type`, which is `text/plain` then',
      ],
      remedy: 'Write `default_type text/plain;` or `default_type application/json;` in the location.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#default_type',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
      ],
    },
    options: {},
    messages: {
      download: ({ type, meant }: { type: string; meant: string }) =>
        `browsers save this text as a file, as its type is ${type}; write "default_type ${meant};"`,
      json: ({ type }: { type: string }) =>
        `this looks like JSON, but nginx sends it as ${type}; write "default_type application/json;"`,
    },
  },
  (ctx) => ({
    directives: {
      return(at) {
        const [status, text] = at.node.args;
        const block = at.parent;
        if (block === null || text === undefined || at.context.startsWith('stream')) return;
        if (!/^20[0-35-9]$/.test(status?.value ?? '') || text.value.trim() === '') return;
        const [setting] = ctx.model.effective(block, 'default_type').values;
        const type = setting?.node.args[0]?.value;
        if (setting === undefined || type === undefined || hasTypeOfItsOwn(ctx.model, block)) return;
        const json = isJson(text.value);
        const meant = json ? 'application/json' : 'text/plain';
        const related = [{ file: setting.file, span: setting.node, message: 'sets the type' }];
        const extra = { related, fixes: fixOf(ctx.model, at, block, meant) };
        if (type.toLowerCase() === STOCK) ctx.report(at, text, 'download', { type, meant }, extra);
        else if (json && type.toLowerCase() === 'text/plain') ctx.report(at, text, 'json', { type }, extra);
      },
    },
  }),
);

function isJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:"|\}\s*$)|\[\s*(?:["{[\d]|\]\s*$))/.test(text);
}

/** By the extension of the path, as far as the location tells it, or by a header that is added. */
function hasTypeOfItsOwn(model: ConfigModel, block: Occurrence): boolean {
  if (headerNamed(headersAt(model, block, 'add_header'), 'content-type').length > 0) return true;
  if (own(block, 'more_set_headers').length > 0) return true;
  const location = model.location(block);
  if (location === null) return false;
  const name = location.pattern.slice(location.pattern.lastIndexOf('/') + 1);
  return location.match === 'named' ? false : name.includes('.');
}

/** A location may have a type of its own, which holds for all of its answers. */
function fixOf(model: ConfigModel, at: Occurrence, block: Occurrence, type: string): Fix[] {
  const isLocation = block.name === 'location' && !block.implied;
  if (!isLocation || !isWrittenIn(at, block) || own(block, 'default_type').length > 0) return [];
  // Others that are returned there may be of another kind.
  if (block.children.some((child) => child !== at && /^(?:return|if|types|location)$/.test(child.name))) return [];
  const statement = `default_type ${type};`;
  const edits = [insertBefore(model.source(at.file), at.node, [statement])];
  return [{ title: `Write ${statement}`, safe: true, edits }];
}
