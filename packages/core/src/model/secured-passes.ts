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

const known = new WeakMap<ConfigModel, readonly SecuredPass[]>();

/** `https://`, `grpcs://` and `suwsgi://` of http, where they answer requests, and `proxy_ssl on` of stream. */
export function securedPasses(model: ConfigModel): readonly SecuredPass[] {
  let passes = known.get(model);
  if (passes === undefined) {
    passes = (Object.keys(SCHEMES) as Directive[]).flatMap((name) =>
      model.named(name).flatMap((at) => secured(model, at, name)),
    );
    known.set(model, passes);
  }
  return passes;
}

function secured(model: ConfigModel, at: Occurrence, name: Directive): SecuredPass[] {
  const target = at.fact === null || at.parent === null ? null : proxyTarget(model, at);
  if (target === null || at.parent === null) return [];
  const block = settingsBlock(at.parent);
  // What is not set here may stand in a file that could not be read.
  if (hasUnread(model, block)) return [];
  const module = name === 'proxy_pass' ? 'proxy' : name === 'grpc_pass' ? 'grpc' : 'uwsgi';
  if (at.context.startsWith('stream')) {
    const on = model.effective(block, 'proxy_ssl').values[0]?.node.args[0]?.value.toLowerCase() === 'on';
    return on ? [{ at, block, target, module }] : [];
  }
  const handler = contentHandler(model, at.parent);
  if (target.scheme !== SCHEMES[name] || (handler !== null && handler.at !== at)) return [];
  return [{ at, block, target, module }];
}

function settingsBlock(inner: Occurrence): Occurrence {
  let block = inner;
  while (block.parent !== null && /^(?:if|limit_except)$/.test(block.node.name.value)) block = block.parent;
  return block;
}
