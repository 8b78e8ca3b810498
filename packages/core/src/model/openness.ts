import type { Occurrence } from '../tree/tree.ts';
import { guardsAt, hasGuards, holdsGuard, isRefusal, refusesSome } from './access.ts';
import { own } from './blocks.ts';
import { contentHandler } from './handlers.ts';
import { sentOn } from './redirects.ts';
import type { ConfigModel, LocationModel, ServerModel } from './types.ts';

/** Is everybody who asks for a path of a block answered in it, whoever that is? False where that cannot be told. */
export function isOpenToAll(model: ConfigModel, block: Occurrence): boolean {
  if (guardsAt(model, block).length > 0) return false;
  if (model.named('if').length > 0 && refusesSome(block)) return false;
  if (model.named('limit_except').length > 0 && limitsMethods(block)) return false;
  const handler = contentHandler(model, block);
  return handler !== null && handler.kind !== 'return' && sentOn(model, block) === null;
}

function limitsMethods(block: Occurrence): boolean {
  return block.children.some(({ name }) => name === 'limit_except');
}

/**
 * What a location itself says to keep the public out: `deny all`, `auth_basic`, `return 403`, … Empty where it says
 * nothing of that kind; what it inherits holds beside it as well.
 */
export function ownGuards(model: ConfigModel, { at }: LocationModel): readonly Occurrence[] {
  const returned = model.named('return').length === 0 ? undefined : own(at, 'return')[0];
  if (returned !== undefined) return isRefusal(returned) && isNoAnswer(returned) ? [returned] : NONE;
  return holdsGuard(model, at) ? guardsAt(model, at).filter(({ parent }) => parent === at) : NONE;
}

/** May some location say that? In many a configuration none does. */
export function someKeepOut(model: ConfigModel): boolean {
  return hasGuards(model) || model.named('return').length > 0;
}

const NONE: readonly Occurrence[] = [];

/** 403, 404 and 444 say that there is nothing to be had; 410 and others are answers. */
function isNoAnswer({ node }: Occurrence): boolean {
  return /^(?:403|404|444)$/.test(node.args[0]?.value ?? '');
}

/** As messages show a guard: `"deny all"`, `"auth_basic"`. */
export function shownGuard({ node }: Occurrence): string {
  const name = node.name.value;
  return name === 'deny' || name === 'return' ? `"${name} ${node.args[0]?.value ?? ''}"` : `"${name}"`;
}

/** Networks that no router of the Internet passes on. */
const PRIVATE =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|localhost(?::|$)|unix:|\[::1\]|\[f[cde])/i;

/** What such an address may begin with. */
const BEGINNINGS = '1lLuU[';

/** Does a server listen on addresses only that clients from elsewhere cannot connect to? */
export function isPrivate({ listens }: ServerModel): boolean {
  for (const { address } of listens) {
    if (!BEGINNINGS.includes(address.value.charAt(0)) || !PRIVATE.test(address.value)) return false;
  }
  return listens.length > 0;
}
