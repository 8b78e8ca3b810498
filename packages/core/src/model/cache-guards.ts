import { type CachedPass, cacheSetting } from './caching.ts';
import { variablesIn } from './capturing-maps.ts';
import type { ConfigModel } from './types.ts';

/** Variables that tell one user from another. */
const IDENTITY =
  /^(?:http_authorization|remote_user|http_cookie|cookie_\w+|http_x_(?:auth|user|api|access|session)\w*|ssl_client_\w+|jwt_\w+|request_id)$/;
/** What answers say of cookies of their own. */
const ANSWERED = /^(?:upstream_http_set_cookie|upstream_cookie_\w+|sent_http_set_cookie)$/;

/** Does the key of a cache tell users apart, or may a variable of the configuration's own do so? */
export function keyTellsUsers(model: ConfigModel, pass: CachedPass): boolean {
  return cacheSetting(model, pass, 'cache_key').some(({ node }) =>
    variablesIn(node.args[0]?.value ?? '').some((name) => IDENTITY.test(name) || isOwn(model, name)),
  );
}

/** Are answers of single users left out of a cache, by what is known of them or by a variable that may know it? */
export function keepsUsersOut(model: ConfigModel, pass: CachedPass): boolean {
  return cacheSetting(model, pass, 'no_cache').some(({ node }) =>
    node.args.some(({ value }) =>
      variablesIn(value).some((name) => IDENTITY.test(name) || ANSWERED.test(name) || isOwn(model, name)),
    ),
  );
}

/** A variable that the configuration or a script makes, not nginx. */
function isOwn(model: ConfigModel, name: string): boolean {
  return model.facts.variable(name, 'http') === null;
}

/** Does a text hold what tells users apart? */
export function namesUser(text: string): boolean {
  return variablesIn(text).some((name) => IDENTITY.test(name));
}
