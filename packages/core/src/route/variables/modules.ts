import { headersAreMade, sentContentType } from '../content-type.ts';
import { isMsie } from '../msie.ts';
import { speaksProxyProtocol } from '../realip.ts';
import type { Exchange, Value } from '../types.ts';
import { type BuiltIns, emptyUnless, type Families, unknownValue } from './built-in.ts';

const GEOIP_COUNTRY = ['geoip_country_code', 'geoip_country_code3', 'geoip_country_name'];
const GEOIP_CITY = [
  ...['geoip_area_code', 'geoip_city', 'geoip_city_continent_code', 'geoip_city_country_code'],
  ...['geoip_city_country_code3', 'geoip_city_country_name', 'geoip_dma_code', 'geoip_latitude', 'geoip_longitude'],
  ...['geoip_postal_code', 'geoip_region', 'geoip_region_name'],
];
const UPSTREAM = [
  ...['upstream_addr', 'upstream_status', 'upstream_connect_time', 'upstream_header_time', 'upstream_response_time'],
  ...['upstream_response_length', 'upstream_bytes_received', 'upstream_bytes_sent', 'upstream_cache_status'],
  ...['upstream_cache_last_modified', 'upstream_cache_etag', 'upstream_cache_key', 'upstream_last_addr'],
  ...['upstream_last_server_name', 'upstream_queue_time'],
];

/** Where a directive is not used at all, its variables are not found. */
const used =
  (directive: string) =>
  ({ model }: Exchange): boolean =>
    model.named(directive).length > 0;

/** Is a directive in force, with another value than those that switch it off? */
const inForce =
  (directive: string, ...off: readonly string[]) =>
  ({ model, block }: Exchange): boolean => {
    const [at] = model.effective(block, directive).values;
    return at !== undefined && !off.includes(at.node.args[0]?.value.toLowerCase() ?? '');
  };

/** Key of `Exchange.cached`: set once an upstream was asked, when its variables can no longer be known. */
export const UPSTREAM_ASKED = 'upstream asked';

const asked = ({ cached }: Exchange): boolean => cached.has(UPSTREAM_ASKED);

/** Variables of the smaller modules. */
export const moduleVariables: BuiltIns = {
  ...emptyUnless(used('geoip_country'), ...GEOIP_COUNTRY),
  ...emptyUnless(used('geoip_city'), ...GEOIP_CITY),
  ...emptyUnless(used('geoip_org'), 'geoip_org'),
  ...emptyUnless(inForce('userid', 'off'), 'uid_got', 'uid_set', 'uid_reset'),
  ...emptyUnless(used('limit_conn'), 'limit_conn_status'),
  ...emptyUnless(used('limit_req'), 'limit_req_status'),
  ...emptyUnless(asked, ...UPSTREAM),
  // Only logs are written late enough to see another value.
  gzip_ratio: () => '',
  sent_http_location: sentLocation,
  sent_http_content_type: (exchange) =>
    asked(exchange) ? unknownValue('sent_http_content_type') : sentContentType(exchange),
  msie: (exchange) => (isMsie(exchange) ? '1' : ''),
};

/** ngx_http_variable_sent_location(): as it was set, before it becomes absolute; a backend may send another. */
function sentLocation(exchange: Exchange): Value {
  return asked(exchange) ? unknownValue('sent_http_location') : (exchange.location ?? '');
}

/** Headers of the response come from a backend, or into being with it: before that there are none. */
const responding = (exchange: Exchange): boolean => asked(exchange) || exchange.internal || headersAreMade(exchange);

export const moduleFamilies: Families = {
  sent_http_: (exchange, suffix) => (responding(exchange) ? unknownValue(`sent_http_${suffix}`) : ''),
  sent_trailer_: (exchange, suffix) => (responding(exchange) ? unknownValue(`sent_trailer_${suffix}`) : ''),
  upstream_http_: (exchange, suffix) => (asked(exchange) ? unknownValue(`upstream_http_${suffix}`) : ''),
  upstream_cookie_: (exchange, suffix) => (asked(exchange) ? unknownValue(`upstream_cookie_${suffix}`) : ''),
  upstream_trailer_: (exchange, suffix) => (asked(exchange) ? unknownValue(`upstream_trailer_${suffix}`) : ''),
  proxy_protocol_tlv_: (exchange, suffix) =>
    speaksProxyProtocol(exchange) ? unknownValue(`proxy_protocol_tlv_${suffix}`) : '',
};
