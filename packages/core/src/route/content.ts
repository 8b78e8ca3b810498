import type { ContentHandler } from '../model/handlers.ts';
import { autoindex, randomIndex } from './autoindex.ts';
import { dav } from './dav.ts';
import { shownPath } from './files.ts';
import { gzipStatic } from './gzip-static.ts';
import { indexFiles } from './index-files.ts';
import { mapUri, rootAt } from './mapping.ts';
import { mediaFile } from './media-files.ts';
import { isGetOrHead, NOT_ALLOWED } from './method-group.ts';
import { staticFiles } from './static-files.ts';
import { type Bytes, DECLINED, type Exchange, isUnknown, type Step, type Value } from './types.ts';
import { upstreamStep } from './upstream/upstream.ts';
import { endsInSlash } from './uri-end.ts';

/** Those that come with nginx, in the reverse of their registration (P3). */
const HANDLERS: readonly ((exchange: Exchange) => Step)[] = [
  randomIndex,
  indexFiles,
  autoindex,
  dav,
  gzipStatic,
  staticFiles,
];

/** Mirrors ngx_http_core_content_phase(); an exclusive handler (`exchange.handler`) leaves the others no turn. */
export function contentPhase(exchange: Exchange): Step {
  const { handler } = exchange;
  const only = handler === null ? DECLINED : exclusive(exchange, handler);
  if (only.kind !== 'declined') return only;
  for (const each of HANDLERS) {
    const step = each(exchange);
    if (step.kind === 'declined') continue;
    if (step.kind === 'response' && step.content === 'static') {
      exchange.trace.add('static', 'the file is sent', rootAt(exchange), 'M5');
    }
    return step;
  }
  return endsInSlash(exchange) ? forbiddenIndex(exchange) : { kind: 'status', status: 404 };
}

function forbiddenIndex(exchange: Exchange): Step {
  const mapped = mapUri(exchange);
  const path = 'step' in mapped || isUnknown(mapped.path) ? exchange.uri : mapped.path;
  exchange.trace.add('forbidden', `directory index of "${shownPath(path)}" is forbidden`, rootAt(exchange), 'M6');
  return { kind: 'status', status: 403 };
}

/** What a handler declines goes on with those of files: "if (rc == NGX_DECLINED) r->content_handler = NULL". */
function exclusive(exchange: Exchange, { kind, at }: ContentHandler): Step {
  switch (kind) {
    case 'proxy':
    case 'fastcgi':
    case 'uwsgi':
    case 'scgi':
    case 'grpc':
    case 'tunnel':
    case 'memcached':
      return upstreamStep(exchange, at);
    case 'empty_gif':
      return isGetOrHead(exchange)
        ? { kind: 'response', status: 200, content: 'inline', body: EMPTY_GIF }
        : NOT_ALLOWED;
    case 'stub_status':
      return isGetOrHead(exchange) ? { kind: 'response', status: 200, content: 'inline', body: COUNTERS } : NOT_ALLOWED;
    case 'flv':
    case 'mp4':
      return mediaFile(exchange, kind, at);
    case 'static':
    case 'return':
      return DECLINED;
    default:
      return { kind: 'unknown', reason: `the answer of ${at.name}` };
  }
}

const COUNTERS: Value = { unknown: 'how many connections there are' };

/** `ngx_empty_gif` */
const EMPTY_GIF: Bytes =
  'GIF89a\x01\x00\x01\x00\x80\x01\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x01\x00,' +
  '\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02L\x01\x00;';
