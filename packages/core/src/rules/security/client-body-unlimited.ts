import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { guardsAt } from '../../model/access.ts';
import { blocksUnder } from '../../model/answering-blocks.ts';
import { contentHandler, type HandlerKind } from '../../model/handlers.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

const GIB = 1 << 30;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: GIB };
/** Modules that keep the body in a file until it is complete, and the directive by which they pass it on at once. */
const BUFFERED: ReadonlyMap<HandlerKind, string> = new Map<HandlerKind, string>([
  ['proxy', 'proxy_request_buffering'],
  ['fastcgi', 'fastcgi_request_buffering'],
  ['uwsgi', 'uwsgi_request_buffering'],
  ['scgi', 'scgi_request_buffering'],
]);
/** Parts of names of what is there to take large files. */
const TAKES_FILES =
  /upload|import|registry|docker|harbor|\/v2\b|artifact|nexus|dav\b|webdav|cloud|seafile|seafhttp|owncloud|git|lfs|minio|\bs3\b|storage|backup|restic|file|photo|media|video|immich|blob|attachment|archive|transfer|share|drop|package|repo/i;

export default defineRule(
  {
    id: 'client-body-unlimited',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'nginx writes request bodies of any size to disk',
      why: '`client_max_body_size 0` switches the check off. nginx writes a body to a file before it passes it on, so that one client can fill the disk that also holds logs and the files of other requests.',
      bad: 'client_max_body_size 0;\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      good: 'client_max_body_size 10m;\nlocation / { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'where no body is kept: with files, a `return`, or `proxy_request_buffering off`',
        'where clients have to authenticate',
        'where the location, the server or the backend is named after uploads, registries, repositories or clouds',
        'where a smaller limit holds in all locations',
      ],
      severities: ['`info` for more than 1g where nothing says where such files go'],
      remedy:
        'Write a number, and a larger one in the location that takes files. For registries and the like pass bodies on at once with `proxy_request_buffering off`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_request_buffering',
      ],
    },
    options: { suggest: '10m' },
    optionDocs: { suggest: 'The size that the fix writes.' },
    messages: {
      unlimited: () =>
        '"client_max_body_size 0" lets one client fill the disk with a body of any size; write a number, and a larger one where clients upload files',
      large: ({ size }: { size: string }) =>
        `nginx keeps bodies of up to ${size} in its own folder before it passes them on; say with "client_body_temp_path" where there is room`,
    },
  },
  (ctx) => ({
    directives: {
      client_max_body_size(at) {
        const [word] = at.node.args;
        const size = word === undefined ? null : bytesOf(word.value);
        if (word === undefined || at.fact === null || size === null || (size > 0 && size <= GIB)) return;
        const blocks = blocksUnder(ctx.model, at).filter((block) => keepsBodies(ctx.model, block));
        if (size === 0) {
          const open = blocks.find((block) => !takesFiles(ctx.model, block) && guardsAt(ctx.model, block).length === 0);
          if (open === undefined) return;
          ctx.report(at, word, 'unlimited', undefined, { fixes: limited(at, ctx.options.suggest) });
        } else if (blocks.some((block) => ctx.model.effective(block, 'client_body_temp_path').values.length === 0)) {
          ctx.report(at, word, 'large', { size: word.value }, { severity: 'info' });
        }
      },
    },
  }),
);

/** ngx_parse_offset(); null for what nginx refuses. */
function bytesOf(text: string): number | null {
  const match = /^(\d+)([kmg]?)$/i.exec(text);
  return match === null ? null : Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1);
}

function keepsBodies(model: ConfigModel, block: Occurrence): boolean {
  const kind = contentHandler(model, block)?.kind;
  const switched = kind === undefined ? undefined : BUFFERED.get(kind);
  if (switched === undefined) return false;
  return model.effective(block, switched).values[0]?.node.args[0]?.value.toLowerCase() !== 'off';
}

/** Is it named after what is there to take files? */
function takesFiles(model: ConfigModel, block: Occurrence): boolean {
  const location = model.location(block);
  const server = model.server(block);
  const handler = contentHandler(model, block);
  const names = [
    location?.pattern ?? '',
    ...(server?.names ?? []).map(({ value }) => value),
    handler?.at.node.args[0]?.value ?? '',
  ];
  return names.some((name) => TAKES_FILES.test(name));
}

function limited({ file, node }: Occurrence, text: string): Fix[] {
  const [span] = node.args;
  if (span === undefined) return [];
  return [{ title: `Limit bodies to ${text}`, safe: false, edits: [{ file, span, text }] }];
}
