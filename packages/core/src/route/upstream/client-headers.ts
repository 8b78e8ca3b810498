import { type Bytes, type Exchange, perBlock } from '../types.ts';

export type Header = readonly [name: string, value: Bytes];

/** Which names of headers nginx leaves out: those with other signs than letters, digits and hyphens. */
const nameRules = perBlock((server, model) => {
  const word = (directive: string) => model.effective(server, directive).values[0]?.node.args[0]?.value.toLowerCase();
  if (word('ignore_invalid_headers') === 'off') return null;
  return word('underscores_in_headers') === 'on' ? /^[\w-]+$/ : /^[A-Za-z0-9-]+$/;
});

/** The headers of the client that nginx takes note of, without `Host`. Mirrors ngx_http_parse_header_line(). */
export function clientHeaders({ request, server, model }: Exchange): readonly Header[] {
  if (request.headers.length === 0) return request.headers;
  const valid = nameRules(server.at, model);
  return valid === null ? request.headers : request.headers.filter(([name]) => valid.test(name));
}
