import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'proxy-redirect-off-with-prefix',
    group: 'proxy',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'Redirects of a backend keep its own path, which clients cannot reach',
      why: 'Where the URI of `proxy_pass` replaces the path of a location, the backend redirects to paths of its own. nginx turns them back into those of the location, unless `proxy_redirect off` prevents it. Clients then ask for `/app/login` where they should ask for `/shop/login`.',
      bad: 'location /shop/ {\n    proxy_redirect off;\n    proxy_pass http://127.0.0.1:9000/app/;\n}',
      good: 'location /shop/ {\n    proxy_pass http://127.0.0.1:9000/app/;\n}',
      context: 'http, server',
      silent: [
        'where the location and the URI are the same',
        'where `proxy_pass` has no URI, or one with variables',
        'in exact and regex locations',
        'where an inner block has a `proxy_redirect` with an address',
      ],
      remedy:
        'Remove the line, or write `proxy_redirect default;` behind the `proxy_pass`. If the backend knows its prefix, such as by `X-Forwarded-Prefix`, switch the rule off.',
      links: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_redirect'],
    },
    options: {},
    messages: {
      kept: ({ location, uri }: { location: string; uri: string }) =>
        `with "proxy_redirect off" redirects of the backend lead to ${uri} and not to location ${location}; remove it, or write "proxy_redirect default" behind "proxy_pass"`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('proxy_redirect').length === 0) return;
      const byDirective = new Map<Occurrence, Replaced[]>();
      for (const pass of passesOf(model)) {
        const replaced = pass.module === 'proxy' ? replacedBy(model, pass) : null;
        const [off, ...others] = replaced === null ? [] : model.effective(pass.block, 'proxy_redirect').values;
        if (replaced === null || off === undefined || others.length > 0 || off.node.args[0]?.value !== 'off') continue;
        byDirective.set(off, [...(byDirective.get(off) ?? []), replaced]);
      }
      for (const [off, [first, ...others]] of byDirective) {
        const [word] = off.node.args;
        if (first === undefined || word === undefined) continue;
        const related = [first, ...others].map(({ pass: { at } }) => ({
          file: at.file,
          span: at.node.args[0] ?? at.node.name,
          message: 'replaces the path',
        }));
        const data = { location: shownLocation(first.location), uri: first.uri };
        ctx.report(off, word, 'kept', data, { related, fixes: turnBack(model, off, first) });
      }
    },
  }),
);

/** nginx refuses `default` in front of the `proxy_pass`; without a line of its own a block takes the one around it. */
function turnBack(model: ConfigModel, off: Occurrence, { pass: { at, block } }: Replaced): readonly Fix[] {
  if (off.parent !== block) return [];
  const around = block.parent === null ? [] : model.effective(block.parent, 'proxy_redirect').values;
  if (around.length === 0) {
    const edits = [deleteStatement(model.source(off.file), off.node)];
    return [{ title: 'Remove "proxy_redirect off"', safe: false, edits }];
  }
  const [word] = off.node.args;
  if (word === undefined || block.children.indexOf(off) < block.children.indexOf(at)) return [];
  const edits = [{ file: off.file, span: word, text: 'default' }];
  return [{ title: 'Write "proxy_redirect default"', safe: false, edits }];
}

interface Replaced {
  readonly pass: Pass;
  readonly location: LocationModel;
  readonly uri: string;
}

function replacedBy(model: ConfigModel, pass: Pass): Replaced | null {
  const location = model.location(pass.at);
  const { uri, variable } = pass.target;
  if (location === null || location.at !== pass.block || !isPrefix(location)) return null;
  return uri === null || variable || uri === location.pattern ? null : { pass, location, uri };
}
