import type { Verdict } from './access.ts';
import { type Exchange, perBlock } from './types.ts';

const authRequestOf = perBlock((block, model) => {
  const [at] = model.effective(block, 'auth_request').values;
  const uri = at?.node.args[0]?.value ?? 'off';
  return at === undefined || uri === 'off' ? null : { at, uri };
});

/** Mirrors ngx_http_auth_request_handler(); what the subrequest is answered is asked. */
export function authRequest(exchange: Exchange): Verdict {
  const setting = authRequestOf(exchange.block, exchange.model);
  if (setting === null) return 'declined';
  const { at, uri } = setting;
  exchange.trace.add('auth-request', `asks "${uri}" whether the request may go on`, at, 'A2');
  if (exchange.decide(`the subrequest to "${uri}" is answered with 2xx`, at)) return 'allowed';
  if (exchange.decide(`the subrequest to "${uri}" is answered with 401`, at)) return 401;
  return exchange.decide(`the subrequest to "${uri}" is answered with 403`, at) ? 403 : 500;
}
