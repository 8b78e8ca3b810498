import type { Exchange, Value } from '../types.ts';
import { type BuiltIn, type BuiltIns, unknownValue } from './built-in.ts';

/** What the handshake settled, which the client's library decides too. */
const OF_THE_HANDSHAKE = [
  ...['ssl_protocol', 'ssl_cipher', 'ssl_ciphers', 'ssl_curve', 'ssl_curves', 'ssl_sigalg', 'ssl_sigalgs'],
  ...['ssl_session_id', 'ssl_session_reused', 'ssl_alpn_protocol', 'ssl_ech_status', 'ssl_ech_outer_server_name'],
];

const OF_THE_CLIENT = [
  ...['ssl_client_cert', 'ssl_client_raw_cert', 'ssl_client_escaped_cert', 'ssl_client_fingerprint'],
  ...['ssl_client_s_dn', 'ssl_client_i_dn', 'ssl_client_s_dn_legacy', 'ssl_client_i_dn_legacy', 'ssl_client_serial'],
  ...['ssl_client_sigalg', 'ssl_client_v_start', 'ssl_client_v_end', 'ssl_client_v_remain'],
];

/** Is a certificate of the client asked for anywhere? */
function asksCertificate({ model }: Exchange): boolean {
  return model.named('ssl_verify_client').some(({ node }) => node.args[0]?.value.toLowerCase() !== 'off');
}

function allowsEarlyData({ model }: Exchange): boolean {
  return model.named('ssl_early_data').some(({ node }) => node.args[0]?.value.toLowerCase() === 'on');
}

/** All of them are empty on a connection without TLS (ngx_http_ssl_variable). */
const overTls =
  (get: BuiltIn): BuiltIn =>
  (exchange): Value =>
    exchange.request.scheme === 'https' ? get(exchange) : '';

const table = (names: readonly string[], get: (name: string) => BuiltIn): BuiltIns =>
  Object.fromEntries(names.map((name) => [name, overTls(get(name))]));

export const tlsVariables: BuiltIns = {
  ...table(OF_THE_HANDSHAKE, (name) => () => unknownValue(name)),
  ...table(OF_THE_CLIENT, (name) => (exchange) => (asksCertificate(exchange) ? unknownValue(name) : '')),
  ...table(['ssl_early_data'], (name) => (exchange) => (allowsEarlyData(exchange) ? unknownValue(name) : '')),
  ssl_client_verify: overTls((exchange) => (asksCertificate(exchange) ? unknownValue('ssl_client_verify') : 'NONE')),
  ssl_server_name: overTls(({ request }) => request.sni ?? ''),
};
