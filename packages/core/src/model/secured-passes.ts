import type { Occurrence } from '../tree/tree.ts';
import { contentHandler } from './handlers.ts';
import { type ProxyTarget, proxyTarget } from './proxying.ts';
import type { ConfigModel } from './types.ts';
import { hasUnread } from './unread.ts';

/** A place from which nginx goes on over TLS. */
export interface SecuredPass {
  readonly at: Occurrence;
  /** The block in which its settings hold: `if` and `limit_except` have none of their own. */
  readonly block: Occurrence;
  readonly target: ProxyTarget;
  /** The prefix of its settings: `proxy_ssl_verify`, `grpc_ssl_verify`, … */
  readonly module: 'proxy' | 'grpc' | 'uwsgi';
}

const SCHEMES = { proxy_pass: 'https', grpc_pass: 'grpcs', uwsgi_pass: 'suwsgi' } as const;
type Directive = keyof typeof SCHEMES;
const DIRECTIVES = Object.keys(SCHEMES) as Directive[];

const known = new WeakMap<ConfigModel, readonly SecuredPass[]>();

/** `https://`, `grpcs://` and `suwsgi://` of http, where they answer requests, and `proxy_ssl on` of stream. */
export function securedPasses(model: ConfigModel): readonly SecuredPass[] {
  let passes = known.get(model);
  if (passes === undefined) {
    passes = readPasses(model);
    known.set(model, passes);
  }
  return passes;
}

function readPasses(model: ConfigModel): readonly SecuredPass[] {
  const passes: SecuredPass[] = [];
  for (const name of DIRECTIVES) {
    for (const at of model.named(name)) {
      const pass = secured(model, at, name);
      if (pass !== null) passes.push(pass);
    }
  }
  return passes;
}

function secured(model: ConfigModel, at: Occurrence, name: Directive): SecuredPass | null {
  const target = at.fact === null || at.parent === null ? null : proxyTarget(model, at);
  if (target === null || at.parent === null) return null;
  const stream = at.context.startsWith('stream');
  if (!stream && target.scheme !== SCHEMES[name]) return null;
  const block = settingsBlock(at.parent);
  // What is not set here may stand in a file that could not be read.
  if (hasUnread(model, block)) return null;
  const module = name === 'proxy_pass' ? 'proxy' : name === 'grpc_pass' ? 'grpc' : 'uwsgi';
  if (stream) {
    const on = model.effective(block, 'proxy_ssl').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
    return on ? { at, block, target, module } : null;
  }
  const handler = contentHandler(model, at.parent);
  return handler !== null && handler.at !== at ? null : { at, block, target, module };
}

function settingsBlock(inner: Occurrence): Occurrence {
  let block = inner;
  while (block.parent !== null && /^(?:if|limit_except)$/.test(block.name)) block = block.parent;
  return block;
}
