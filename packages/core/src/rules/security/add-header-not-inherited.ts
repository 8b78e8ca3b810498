import { firstOwn, repeatLost } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { ownAnswer, returnedStatus } from '../../model/answers.ts';
import { isDocumentHeader } from '../../model/document-headers.ts';
import { cutOffAt, type HeaderSetting, headersAt } from '../../model/headers.ts';
import { HSTS } from '../../model/hsts.ts';
import { blockName, shownLocation } from '../../model/location-search.ts';
import { responseHeader } from '../../model/response-headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import { listed } from '../../text/listing.ts';
import type { Occurrence } from '../../tree/tree.ts';

type AddDirective = 'add_header' | 'add_trailer';

export default defineRule(
  {
    id: 'add-header-not-inherited',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A block that adds one response header loses all those of the outer block',
      why: 'nginx takes the `add_header` lines of the innermost block that has any, and of no other. A location that sets nothing but `Cache-Control` answers without the Content-Security-Policy, X-Frame-Options and all other headers of its server. The same holds for `add_trailer`.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Content-Type-Options nosniff always;\n    add_header Content-Security-Policy "default-src \'self\'" always;\n    location /assets/ {\n        add_header Cache-Control "public, max-age=31536000";\n    }\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    add_header X-Content-Type-Options nosniff always;\n    add_header Content-Security-Policy "default-src \'self\'" always;\n    location /assets/ {\n        add_header X-Content-Type-Options nosniff always;\n        add_header Content-Security-Policy "default-src \'self\'" always;\n        add_header Cache-Control "public, max-age=31536000";\n    }\n}',
      context: 'http',
      silent: [
        'for headers that the block sets itself, even to `""`',
        'in blocks with `add_header "" ""`, which sends nothing and shows that it is meant',
        'with `add_header_inherit merge` (since nginx 1.29.3)',
        'with `add_header_inherit off`, which shows that it is meant',
        'in blocks that answer nothing themselves',
        'for headers that protect a page where the block answers without one, as with redirects and 204',
        'for Strict-Transport-Security, which `hsts-dropped-in-child` reports',
      ],
      severities: ['`info` where no lost header protects a page'],
      remedy:
        'Repeat the lines of the outer block, move all of them into a file and include it in both, or write `add_header_inherit merge;` (since nginx 1.29.3).',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header_inherit',
      ],
    },
    options: { allow: [] as string[] },
    optionDocs: { allow: 'Names of headers that may be lost.' },
    messages: {
      lost: ({ what, block, outer, names }: { what: string; block: string; outer: string; names: string }) =>
        `${what} makes ${block} lose ${names} of the ${blockName(outer)} around it; repeat here what is still needed`,
    },
  },
  (ctx) => {
    const allowed = new Set([HSTS, ...ctx.options.allow].map((name) => name.toLowerCase()));
    const visit = (model: ConfigModel, directive: AddDirective): void => {
      const lostIn = (block: Occurrence): readonly HeaderSetting[] => lostAt(model, block, directive, allowed);
      const blocks = new Set<Occurrence | null>();
      for (const { parent } of model.named(directive)) blocks.add(parent);
      for (const block of blocks) {
        if (block === null || block.implied || !isOneAround(block, blocks)) continue;
        const lost = lostIn(block);
        if (lost.length === 0 || isEmptied(model, block, directive)) continue;
        const anchor = firstOwn(model, block, directive);
        if (anchor === null) continue;
        const what = anchor.name === directive ? `this "${directive}"` : `the "${directive}" included here`;
        const outer = lost[0]?.at.parent?.name ?? 'block';
        const names = listed([...new Set(lost.map(({ name }) => name))]);
        const related = lost.map(({ at: { file, node }, name }) => ({
          file,
          span: { start: node.start, end: node.end },
          message: `sets ${name}`,
        }));
        const severity = lost.some(({ name }) => isDocumentHeader(name)) ? 'warning' : 'info';
        const fixes = repeatLost(model, block, anchor.node, lost, lostIn);
        ctx.report(
          anchor,
          anchor.node.name,
          'lost',
          { what, block: shownBlock(model, block), outer, names },
          { severity, related, fixes },
        );
      }
    };
    return {
      config(model) {
        visit(model, 'add_header');
        visit(model, 'add_trailer');
      },
    };
  },
);

/** Only what stands further out can be lost. */
function isOneAround(block: Occurrence, blocks: ReadonlySet<Occurrence | null>): boolean {
  for (let outer = block.parent; outer !== null; outer = outer.parent) if (blocks.has(outer)) return true;
  return blocks.has(null);
}

/** Is there `add_header "" ""`, which sends nothing and is there to inherit nothing? */
function isEmptied(model: ConfigModel, block: Occurrence, directive: AddDirective): boolean {
  return headersAt(model, block, directive).some(({ name, value }) => name === '' && value === '');
}

/** What a block loses that its answers would need. */
function lostAt(
  model: ConfigModel,
  block: Occurrence,
  directive: AddDirective,
  allowed: ReadonlySet<string>,
): readonly HeaderSetting[] {
  const cut = cutOffAt(model, block, directive).filter(({ key, value }) => value !== '' && !allowed.has(key));
  if (cut.length === 0) return cut;
  // Said on purpose. What nginx does not know yet, it does not do.
  const [control] = model.effective(block, `${directive}_inherit`).values;
  if (control?.fact != null && control.node.args[0]?.value.toLowerCase() === 'off') return [];
  const answer = ownAnswer(model, block);
  if (answer === null) return [];
  const pageless = answer.kind === 'return' && /^(?:204|30[12378])$/.test(`${returnedStatus(answer.at)}`);
  return cut.filter(({ name }) => {
    if (pageless && isDocumentHeader(name)) return false;
    if (directive === 'add_trailer') return true;
    // The headers-more module sets it, or a script may.
    return responseHeader(model, block, name).state === 'absent';
  });
}

function shownBlock(model: ConfigModel, block: Occurrence): string {
  const location = model.location(block);
  const name = block.name;
  if (location === null) return `this ${blockName(name)}`;
  return location.at === block
    ? `location ${shownLocation(location)}`
    : `this ${blockName(name)} of location ${shownLocation(location)}`;
}
