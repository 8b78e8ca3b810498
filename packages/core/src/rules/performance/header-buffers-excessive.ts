import { defineRule } from '../../lint/rule.ts';
import { parseNumber, parseSize } from '../../nginx/units.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What nginx takes without being told, where a page of memory has 4 KB. */
const DEFAULTS: Readonly<Record<string, string>> = {
  client_header_buffer_size: '1k',
  large_client_header_buffers: '4 8k',
  client_body_buffer_size: '16k',
  proxy_buffers: '8 4k',
  fastcgi_buffers: '8 4k',
  uwsgi_buffers: '8 4k',
  scgi_buffers: '8 4k',
  proxy_buffer_size: '4k',
  fastcgi_buffer_size: '4k',
  uwsgi_buffer_size: '4k',
  scgi_buffer_size: '4k',
};

export default defineRule(
  {
    id: 'header-buffers-excessive',
    group: 'performance',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Buffers take megabytes for each connection',
      why: 'Each connection or request may use all of these buffers. What does not matter for one makes gigabytes for thousands, and a client only has to send long headers to get them.',
      bad: 'large_client_header_buffers 64 1m;',
      good: 'large_client_header_buffers 4 16k;',
      context: 'http, server',
      silent: [
        'up to 1 MB for one directive, its number times its size, which the option `most` changes',
        'for buffers on disk and in shared memory',
      ],
      remedy: 'Use the default, or what the longest header or the usual response needs.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers',
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_body_buffer_size',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffers',
      ],
    },
    options: { most: 1024 },
    optionDocs: { most: 'Kilobytes that one of these directives may take for a connection.' },
    messages: {
      excessive: ({ name, size }: { name: string; size: string }) =>
        `"${name}" allows ${size} for each connection, and thousands of them take gigabytes; use the default, ${DEFAULTS[name]}`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const { name, args } = at.node;
      const [first, second] = args;
      const last = args.at(-1);
      if (first === undefined || last === undefined) return;
      const count = second === undefined ? 1 : parseNumber(first.value);
      const size = parseSize(last.value);
      if (count === null || size === null || count * size <= ctx.options.most * 1024) return;
      const span = { start: first.start, end: last.end };
      const text = DEFAULTS[name.value] ?? '';
      const fix = { title: `Use ${text}, the default`, safe: false, edits: [{ file: at.file, span, text }] };
      // Buffers of answers depend on each other, and nginx refuses those that do not fit.
      const fixes = name.value.includes('client') ? [fix] : [];
      ctx.report(at, span, 'excessive', { name: name.value, size: shownSize(count * size) }, { fixes });
    };
    return { directives: Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, check])) };
  },
);

function shownSize(bytes: number): string {
  return `${Math.round((bytes / 1024 ** 2) * 10) / 10} MB`;
}
