import type { Fix } from '../../lint/diagnostic.ts';
import { removeHeader } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What is wrong with a header whatever its value; `keep`: deleting it takes something away all the same. */
const OBSOLETE: Readonly<Record<string, { readonly why: string; readonly keep?: true }>> = {
  'public-key-pins': { why: 'browsers have given up key pinning, which locked visitors out; delete the header' },
  'public-key-pins-report-only': { why: 'browsers have given up key pinning; delete the header' },
  'expect-ct': { why: 'browsers demand certificate transparency of all sites by now; delete the header' },
  'feature-policy': { why: 'it was renamed and has another syntax now; write Permissions-Policy', keep: true },
  'x-ua-compatible': { why: 'it speaks to Internet Explorer alone, which is gone; delete the header' },
  p3p: { why: 'no browser has read it since Internet Explorer; delete the header' },
  pragma: { why: 'it means nothing in a response; Cache-Control says it, delete the header' },
  'x-webkit-csp': { why: 'only old browsers read it, and with errors; write Content-Security-Policy', keep: true },
  'x-content-security-policy': {
    why: 'only old browsers read it, and with errors; write Content-Security-Policy',
    keep: true,
  },
};

export default defineRule(
  {
    id: 'header-obsolete',
    group: 'security',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Browsers no longer heed a response header, or it does harm',
      why: 'Some headers have outlived their purpose. The filter that `X-XSS-Protection` switched on is gone from browsers, because pages could be attacked through it. Key pins locked visitors out. `X-Frame-Options ALLOW-FROM` is ignored, so that anybody may frame the page. Such a line looks like protection where there is none.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-XSS-Protection "1; mode=block" always;\n    add_header X-Frame-Options "ALLOW-FROM https://example.com" always;\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-XSS-Protection "0" always;\n    add_header Content-Security-Policy "frame-ancestors https://example.com" always;\n}',
      context: 'http',
      silent: [
        'for `X-XSS-Protection "0"`, which switches the old filter off',
        'for empty values',
        'for values that a variable makes',
      ],
      remedy:
        'Delete the line. Write `Permissions-Policy` in place of `Feature-Policy`, and `frame-ancestors` of Content-Security-Policy in place of `ALLOW-FROM`. The fix deletes only what no browser heeds, unless the block would then inherit other headers.',
      links: [
        'https://owasp.org/www-project-secure-headers/',
        'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-XSS-Protection',
        'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options',
        'https://www.w3.org/TR/permissions-policy/',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: { allow: [] as string[] },
    optionDocs: { allow: 'Names of headers that are not reported, such as `Pragma`.' },
    messages: {
      header: ({ name, why }: { name: string; why: string }) => `${name} is obsolete: ${why}`,
      filter: () =>
        'X-XSS-Protection switches on a filter that is gone from browsers and could itself be attacked; set it to "0" or delete it',
      frames: () =>
        'browsers ignore X-Frame-Options with ALLOW-FROM, so that anybody may frame the page; write "frame-ancestors" in Content-Security-Policy',
      mixed: () =>
        '"block-all-mixed-content" no longer does anything, as browsers block or upgrade by themselves; remove it',
    },
  },
  (ctx) => {
    const allowed = new Set(ctx.options.allow.map((name) => name.toLowerCase()));
    return {
      directives: {
        add_header(at) {
          const name = at.node.args[0];
          const value = at.node.args[1];
          const key = name?.value.toLowerCase() ?? '';
          if (name === undefined || value === undefined || value.value.trim() === '' || allowed.has(key)) return;
          const removed = (): readonly Fix[] => removeHeader(ctx.model, at, 'Delete the header', isModern);
          const known = Object.hasOwn(OBSOLETE, key) ? OBSOLETE[key] : undefined;
          if (known !== undefined) {
            const { why, keep = false } = known;
            ctx.report(at, name, 'header', { name: name.value, why }, { fixes: keep ? [] : removed() });
          } else if (key === 'x-xss-protection') {
            if (/^\s*[1-9]/.test(value.value)) ctx.report(at, name, 'filter', undefined, { fixes: removed() });
          } else if (key === 'x-frame-options') {
            if (/^\s*allow-from\b/i.test(value.value)) ctx.report(at, value, 'frames', undefined);
          } else if (
            key === 'content-security-policy' &&
            /(?:^|;)\s*block-all-mixed-content\s*(?:;|$)/i.test(value.value)
          ) {
            ctx.report(at, value, 'mixed', undefined, { fixes: withoutMixed(ctx.model, at) });
          }
        },
      },
    };
  },
);

function isModern({ node }: Occurrence): boolean {
  const name = node.args[0]?.value.toLowerCase() ?? '';
  return name !== 'x-xss-protection' && !Object.hasOwn(OBSOLETE, name);
}

/** None where nothing else stands in the policy. */
function withoutMixed(model: ConfigModel, at: Occurrence): readonly Fix[] {
  const word = at.node.args[1] ?? at.node.name;
  const { text, id } = model.source(at.file);
  const old = text.slice(word.start, word.end);
  const rest = old
    .replace(/;\s*block-all-mixed-content(?=\s*(?:;|["']?$))/i, '')
    .replace(/block-all-mixed-content\s*;\s*/i, '');
  if (rest === old) return [];
  const edits = [{ file: id, span: { start: word.start, end: word.end }, text: rest }];
  return [{ title: 'Remove "block-all-mixed-content"', safe: true, edits }];
}
