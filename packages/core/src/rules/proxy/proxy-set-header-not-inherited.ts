import type { Fix } from '../../lint/diagnostic.ts';
import { firstOwn, repeatLost } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { cutOffAt, type HeaderDirective, type HeaderSetting } from '../../model/headers.ts';
import { blockName } from '../../model/location-search.ts';
import type { PassDirective } from '../../model/proxying.ts';
import { authSubrequests, isClientOf, proxyRequest } from '../../model/requests.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Directive } from '../../syntax/nodes.ts';
import { listed } from '../../text/listing.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What hands a request on, and what sets the headers or parameters it carries then. */
const KINDS: readonly (readonly [PassDirective, HeaderDirective])[] = [
  ['proxy_pass', 'proxy_set_header'],
  ['grpc_pass', 'grpc_set_header'],
  ['fastcgi_pass', 'fastcgi_param'],
  ['uwsgi_pass', 'uwsgi_param'],
  ['scgi_pass', 'scgi_param'],
];

/** Headers of the client that nginx keeps to itself. */
const NOT_HANDED_ON: ReadonlySet<string> = new Set(['upgrade', 'te', 'keep-alive', 'expect']);

export default defineRule(
  {
    id: 'proxy-set-header-not-inherited',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A block that sets one request header loses all those of the outer block',
      why: 'nginx takes the headers of the innermost block that sets any, and of no other. One `proxy_set_header` in a location is enough to lose the `Host` and `X-Forwarded-For` of the server there. The same holds for `grpc_set_header`, `fastcgi_param`, `uwsgi_param` and `scgi_param`.',
      bad: 'server {\n    listen 80;\n    proxy_set_header Host              $host;\n    proxy_set_header X-Forwarded-For   $proxy_add_x_forwarded_for;\n    proxy_set_header X-Forwarded-Proto $scheme;\n    location /ws/ {\n        proxy_set_header Upgrade    $http_upgrade;\n        proxy_set_header Connection "upgrade";\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      good: 'server {\n    listen 80;\n    proxy_set_header Host              $host;\n    proxy_set_header X-Forwarded-For   $proxy_add_x_forwarded_for;\n    proxy_set_header X-Forwarded-Proto $scheme;\n    location /ws/ {\n        proxy_set_header Host              $host;\n        proxy_set_header X-Forwarded-For   $proxy_add_x_forwarded_for;\n        proxy_set_header X-Forwarded-Proto $scheme;\n        proxy_set_header Upgrade           $http_upgrade;\n        proxy_set_header Connection        "upgrade";\n        proxy_pass http://127.0.0.1:9000;\n    }\n}',
      context: 'http',
      silent: [
        'for headers that the block sets itself, even to `""`',
        'in blocks whose headers no `proxy_pass` sends',
        'where the lost line says what nginx sends anyway',
        'where nginx asks a public name as a client would, which may not get the lost headers',
      ],
      severities: ['`info` for the subrequests of `auth_request`'],
      remedy: 'Repeat the lines of the outer block, or move all of them into a file and include it in both.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_param',
      ],
    },
    options: { allow: [] as string[] },
    optionDocs: { allow: 'Names of headers and parameters that may be lost.' },
    messages: {
      lost: ({ what, block, outer, names }: { what: string; block: string; outer: string; names: string }) =>
        `${what} makes the ${blockName(block)} lose ${names} of the ${blockName(outer)} around it; repeat here what is still needed`,
    },
  },
  (ctx) => ({
    config(model) {
      const answersAuthRequest = authSubrequests(model);
      const allowed = new Set(ctx.options.allow.map((name) => name.toLowerCase()));
      const lostIn = (block: Occurrence, directive: HeaderDirective): readonly HeaderSetting[] =>
        cutOffAt(model, block, directive).filter(
          (setting) => !allowed.has(setting.name.toLowerCase()) && !isDefault(setting, directive, model),
        );
      for (const [pass, directive] of KINDS) {
        // The fixes of a block, whose file may be included thousands of times.
        const known = new Map<Directive, readonly Fix[]>();
        for (const [block, passes] of sendingBlocks(model, pass, directive)) {
          const lost = lostIn(block, directive);
          const [first] = lost;
          const anchor = firstOwn(model, block, directive);
          if (first === undefined || anchor === null || block.implied) continue;
          const names = listed([...new Set(lost.map(({ name }) => name))]);
          const what = anchor.name === directive ? `this "${directive}"` : `the "${directive}" included here`;
          const data = { what, block: block.name, outer: nameAround(model, block, directive), names };
          const quiet = passes.every((at) => answersAuthRequest(at));
          const related = lost.map(({ at, name }) => ({
            file: at.file,
            span: { start: at.node.start, end: at.node.end },
            message: `sets ${name}`,
          }));
          const fixes =
            known.get(anchor.node) ?? repeatLost(model, block, anchor.node, lost, (other) => lostIn(other, directive));
          known.set(anchor.node, fixes);
          ctx.report(anchor, anchor.node.name, 'lost', data, { related, fixes, severity: quiet ? 'info' : 'warning' });
        }
      }
    },
  }),
);

/** The blocks whose own headers are sent somewhere in the place of those around them, with the passing directives that send them. */
function sendingBlocks(
  model: ConfigModel,
  pass: PassDirective,
  directive: HeaderDirective,
): ReadonlyMap<Occurrence, readonly Occurrence[]> {
  const blocks = new Map<Occurrence, Occurrence[]>();
  for (const at of model.named(pass)) {
    if (at.parent === null || at.fact === null) continue;
    const { setIn } = model.effective(at.parent, directive);
    // Where nothing is set around it, there is nothing to lose.
    if (setIn === null || setIn.parent === null) continue;
    if (model.effective(setIn.parent, directive).values.length === 0 || goesElsewhere(model, at)) continue;
    const passes = blocks.get(setIn);
    if (passes === undefined) blocks.set(setIn, [at]);
    else passes.push(at);
  }
  return blocks;
}

/** Is it in stream, never reached, or a request of nginx's own to somebody else? */
function goesElsewhere(model: ConfigModel, at: Occurrence): boolean {
  if (at.name !== 'proxy_pass') return false;
  const request = proxyRequest(model, at);
  return request === null || isClientOf(model, request, at);
}

/** What nginx sends without being told to (`ngx_http_proxy_headers`). */
function isDefault({ name, value }: HeaderSetting, directive: HeaderDirective, model: ConfigModel): boolean {
  if (directive !== 'proxy_set_header') return false;
  const key = name.toLowerCase();
  if (key === 'host') return value === '$proxy_host';
  if (key === 'connection') return value === (model.facts.atLeast('1.29.7') ? '' : 'close');
  return NOT_HANDED_ON.has(key) && value === '';
}

function nameAround(model: ConfigModel, block: Occurrence, directive: HeaderDirective): string {
  const outer = block.parent === null ? null : model.effective(block.parent, directive).setIn;
  return outer?.name ?? 'block';
}
