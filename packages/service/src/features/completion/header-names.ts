/** Headers of requests that configurations deal with. */
export const requestHeaders: readonly string[] = [
  ...['Host', 'X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Forwarded-Port'],
  ...['Upgrade', 'Connection', 'X-Request-ID', 'Authorization', 'Accept-Encoding', 'User-Agent', 'Referer', 'Origin'],
  ...['Cookie', 'Accept', 'Accept-Language', 'Content-Type', 'Content-Length', 'If-Modified-Since', 'If-None-Match'],
  ...['Range', 'Forwarded', 'X-Forwarded-Prefix', 'X-Original-URI', 'X-Requested-With', 'Proxy', 'Early-Data'],
  ...['Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Sec-WebSocket-Protocol', 'Cache-Control', 'X-Accel-Mapping'],
];

/** Headers of responses. */
export const responseHeaders: readonly string[] = [
  ...['Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Content-Security-Policy'],
  ...['Referrer-Policy', 'Permissions-Policy', 'Cache-Control', 'Access-Control-Allow-Origin'],
  ...['Access-Control-Allow-Methods', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Credentials'],
  ...['Access-Control-Max-Age', 'Access-Control-Expose-Headers', 'Content-Type', 'Location', 'Vary', 'Set-Cookie'],
  ...['X-Cache-Status', 'Alt-Svc', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy', 'X-Robots-Tag'],
  ...['Cross-Origin-Resource-Policy', 'Content-Security-Policy-Report-Only', 'Content-Disposition', 'Expires'],
  ...['ETag', 'Last-Modified', 'Retry-After', 'Server', 'X-Powered-By', 'Content-Length', 'Content-Encoding'],
  ...['X-Accel-Redirect', 'X-Accel-Expires', 'X-Accel-Buffering', 'X-Accel-Charset', 'X-Accel-Limit-Rate', 'Link'],
];
