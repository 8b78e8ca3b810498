// Is a text nginx's, or of another program that also calls its files `*.conf`? The extension holds no facts; what it
// needs are a few signs that nearly every file of nginx has, and that no other format has in half of its lines.

const SIGNS = [
  'server_name|server_tokens|listen|location|upstream|proxy_pass|try_files|root|alias|index|return|rewrite|expires|charset',
  'access_log|error_log|log_format|add_header|add_trailer|default_type|error_page|types|map|geo|if|set|allow|deny|internal',
  'worker_\\w+|events|http|stream|include|load_module|resolver|sendfile|tcp_no\\w+|keepalive(?:_\\w+)?|auth_(?:basic|request)\\w*',
  '(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached|ssl|gzip|client|limit|large|send|http2|http3|sub|open|types|map|real)_\\w+',
  'set_real_ip_from|split_clients|server|user|pid|satisfy|etag|gzip|gunzip|brotli(?:_\\w+)?|mirror|more_set_headers|\\w+_by_lua\\w*',
];
const NGINX = new RegExp(`^(?:${SIGNS.join('|')})(?:\\s.*)?$`);

/** A statement that ends, or opens a block, on its line. */
const ENDED = /(?:[;{]|^\})\s*(?:#.*)?$/;

/** `[Unit]`, `[program:web]`; `<VirtualHost *:80>`, `<?xml …>`; `key = value` of many. */
const OTHERS = [
  /^\[[^\]]+\]\s*(?:[#;].*)?$/,
  /^<[/?!]?[A-Za-z][^>]*>?/,
  /^[\w.-]+(?:\[[^\]]*\])?\s*[+:]?=\s*[^;]*$/,
  /^[A-Z][a-z]+[A-Z]?\w*\s+[^;{]*$/,
];

/** Lines that are looked at: what a file is about shows early. */
const MOST_LINES = 400;

/** Blocks whose entries may begin with anything. */
const TABLE = /^(?:map|geo|types|split_clients|charset_map)\b[^;]*\{\s*(?:#.*)?$/;
const LUA = /_by_lua_block\b[^}]*\{\s*$/;

export type Verdict = 'nginx' | 'other' | 'unknown';

/** What a text is by the look of its lines; `unknown` where there are few, or signs of neither. */
export function recognise(text: string): Verdict {
  const lines = statements(text);
  const known = lines.filter((line) => NGINX.test(line) && ENDED.test(line));
  if (known.length * 2 > lines.length) return 'nginx';
  const others = lines.filter((line) => OTHERS.some((sign) => sign.test(line)));
  if (others.length > 0 && known.length * 4 < lines.length) return 'other';
  const ended = lines.filter((line) => ENDED.test(line));
  return lines.length >= 4 && ended.length * 2 < lines.length ? 'other' : 'unknown';
}

/** Lines that begin a statement: no comments, no closing braces, nothing of tables and Lua; joined with what goes on below. */
function statements(text: string): string[] {
  const found: string[] = [];
  let skipped = false;
  let open = false;
  for (const raw of text.replace(/\s*\n\s*\{/g, ' {').split('\n', MOST_LINES)) {
    const line = raw.trim();
    if (skipped) {
      skipped = !line.startsWith('}');
    } else if (open && line !== '') {
      found.push(`${found.pop()} ${line}`);
      open = !ENDED.test(line);
    } else if (line !== '' && !/^[#}'"]/.test(line)) {
      found.push(line);
      skipped = TABLE.test(line) || LUA.test(line);
      open = NGINX.test(line) && !ENDED.test(line);
    }
  }
  return found;
}
