import { defineRule } from '../../lint/rule.ts';
import { needsNoAlways } from '../../model/answers.ts';
import { own } from '../../model/blocks.ts';
import { isDocumentHeader } from '../../model/document-headers.ts';
import { listed } from '../../text/listing.ts';
import { point } from '../../text/span.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'header-missing-always',
    group: 'security',
    severity: 'info',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'Error pages lack a header that protects pages',
      why: 'Without `always` nginx adds a header only to responses with status 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308. The page of a 404 or 500 that an application makes is a page like any other: it can be framed, and browsers guess its type.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Frame-Options DENY;\n    add_header X-Content-Type-Options nosniff;\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Frame-Options DENY always;\n    add_header X-Content-Type-Options nosniff always;\n}',
      context: 'http',
      silent: [
        'for other headers, such as `Cache-Control`, which errors had better not carry',
        'for empty values',
        'where a `return` with such a status answers everything',
        'before nginx 1.7.5, which has no `always`',
        'for Strict-Transport-Security, which `hsts-without-always` reports',
        'for further headers of a block, which is reported once',
      ],
      remedy: 'Append `always`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
    },
    options: {},
    messages: {
      missing: ({ names }: { names: string }) => `without "always" error pages go out without ${names}; append it`,
    },
  },
  (ctx) => {
    const known = new Set<Occurrence>();
    return {
      directives: {
        add_header(at) {
          const { parent } = at;
          if (parent === null || !isWeak(at) || known.has(parent)) return;
          known.add(parent);
          const { model } = ctx;
          const weak = own(parent, 'add_header').filter(isWeak);
          const [first] = weak;
          if (first === undefined || !model.facts.atLeast('1.7.5') || needsNoAlways(model, parent)) return;
          const names = listed([...new Set(weak.map(({ node }) => node.args[0]?.value ?? ''))]);
          const others = weak.filter(({ node }) => node !== first.node);
          const related = others.map(({ file, node }) => ({
            file,
            span: node.args[0] ?? node.name,
            message: 'this one too',
          }));
          const edits = weak.map(({ file, node }) => ({
            file,
            span: point(node.args.at(-1)?.end ?? node.end),
            text: ' always',
          }));
          const fixes = [{ title: 'Append "always"', safe: true, edits }];
          ctx.report(first, first.node.args[0] ?? first.node.name, 'missing', { names }, { related, fixes });
        },
      },
    };
  },
);

/** Does it protect pages, and is left out of error pages? */
function isWeak({ node }: Occurrence): boolean {
  const name = node.args[0];
  return name !== undefined && node.args.length < 3 && node.args[1]?.value !== '' && isDocumentHeader(name.value);
}
