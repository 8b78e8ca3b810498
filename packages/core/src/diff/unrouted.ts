/**
 * Directives that have no say in what becomes of a request: server, location, status, file, upstream URI and headers stay
 * what they are. They are about time, memory, logs, encryption and caches. What is not listed here counts, known or not,
 * so that a name too few costs an "unknown" and never a wrong proof.
 */
const FAMILIES: readonly RegExp[] = [
  /_timeout$/,
  /_(?:buffers?|buffer_size|buffering|busy_buffers_size|temp_path|temp_file_write_size|max_temp_file_size)$/,
  /^(?:access_log|error_log|log_format|log_not_found|log_subrequest|open_log_file_cache|rewrite_log|uninitialized_variable_warn)$/,
  /^(?:open_file_cache|types_hash|variables_hash|server_names_hash|map_hash|proxy_headers_hash|keepalive|lingering|directio|aio|sendfile|tcp_|output_buffers|read_ahead|send_lowat|postpone_output|reset_timedout_connection)/,
  /^(?:gzip|gunzip|gzip_(?!static|http_version|disable|proxied|vary)\w+)$/,
  /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_(?:next_upstream\w*|socket_keepalive|bind|limit_rate|ssl_(?!\w+_by_lua)\w+|keep_conn)$/,
  /^(?:proxy|fastcgi|uwsgi|scgi)_cache(?:_valid|_key|_lock|_lock_age|_min_uses|_use_stale|_bypass|_revalidate|_purge|_background_update|_max_range_offset)$/,
  /^ssl_(?!verify_client$|early_data$|reject_handshake$|\w+_by_lua)\w+$/,
  /^(?:limit_rate|limit_rate_after|limit_req_zone|limit_conn_zone|limit_req_log_level|limit_conn_log_level|limit_zone)$/,
  /^(?:client_body_in_single_buffer|client_body_in_file_only|client_header_buffer_size|large_client_header_buffers|connection_pool_size|request_pool_size|max_errors|subrequest_output_buffer_size)$/,
  // What an address speaks is compared as such.
  /^(?:http2|http3|(?:http2|http3|quic)_\w+)$/,
  /^(?:server_tokens|fastcgi_catch_stderr|\w+_(?:send_lowat|socket_rcvbuf|socket_sndbuf|ignore_client_abort|no_cache)|(?:referer|variables|map)_hash_\w+)$/,
];

const known = new Map<string, boolean>();

/** May requests fare differently when only this directive differs? */
export function countsForRouting(directive: string): boolean {
  let counts = known.get(directive);
  if (counts === undefined) {
    counts = !FAMILIES.some((family) => family.test(directive));
    known.set(directive, counts);
  }
  return counts;
}
