import type { Occurrence } from '../tree/tree.ts';
import type { Exposure } from './advisories.ts';
import { enclosing, isBlock, own } from './blocks.ts';
import { proxyTarget } from './proxying.ts';
import type { ConfigModel } from './types.ts';

/** The directive by which a configuration makes use of what has a flaw; null where it does not. */
export function exposedBy(model: ConfigModel, exposure: Exposure): Occurrence | null {
  return FINDERS[exposure](model);
}

type Finder = (model: ConfigModel) => Occurrence | null;

const FINDERS: Readonly<Record<Exposure, Finder>> = {
  mp4: (model) => first(model, 'mp4', ({ fact }) => fact?.source === 'core'),
  quic: (model) => first(model, 'listen', (at) => !isStream(at) && hasWord(at, 'quic')),
  resolver: (model) => first(model, 'resolver', ({ node }) => node.args[0]?.value !== 'off'),
  'client certificates': certificatesOfSome,
  ssl_ocsp: (model) => first(model, 'ssl_ocsp', (at) => !isOff(at) && !isStream(at) && hasResolver(model, at)),
  'stream ssl_ocsp': (model) => first(model, 'ssl_ocsp', (at) => !isOff(at) && isStream(at)),
  'binary backend': (model) => first(model, 'uwsgi_pass') ?? first(model, 'scgi_pass'),
  'charset from utf-8': decodedFromUtf8,
  'large headers over http2': largeHeaders,
  'body over http2': (model) => first(model, 'proxy_set_body', (at) => speaksHttp2(model, at.parent)),
  'unbuffered ssi': unbufferedSsi,
  'dav alias': aliasWithDav,
  'mail hashes': (model) =>
    ['pop3_auth', 'imap_auth', 'smtp_auth']
      .map((name) => first(model, name, ({ node }) => node.args.some(({ value }) => /^(?:apop|cram-md5)$/.test(value))))
      .find((at) => at !== null) ?? null,
  'smtp names': (model) =>
    first(model, 'resolver', (at) => at.context.startsWith('mail') && !isOff(at) && smtpServers(model).length > 0),
  'smtp without login': (model) =>
    first(model, 'smtp_auth', ({ node }) => node.args.some(({ value }) => value === 'none')),
  'tls backend': (model) =>
    ['proxy_pass', 'grpc_pass', 'uwsgi_pass']
      .map((name) => first(model, name, (at) => /s$/.test(proxyTarget(model, at)?.scheme ?? '')))
      .find((at) => at !== null) ?? first(model, 'proxy_ssl', (at) => isStream(at) && !isOff(at)),
};

function first(model: ConfigModel, name: string, fits: (at: Occurrence) => boolean = () => true): Occurrence | null {
  return model.named(name).find((at) => at.fact !== null && !isBlock(at) && fits(at)) ?? null;
}

const isOff = ({ node }: Occurrence): boolean => node.args[0]?.value.toLowerCase() === 'off';
const isStream = ({ context }: Occurrence): boolean => context.startsWith('stream');
const hasWord = ({ node }: Occurrence, word: string): boolean => node.args.some(({ value }) => value === word);

function word(model: ConfigModel, block: Occurrence | null, name: string): string | null {
  if (block === null) return null;
  return model.effective(block, name).values[0]?.node.args[0]?.value.toLowerCase() ?? null;
}

function hasResolver(model: ConfigModel, { parent }: Occurrence): boolean {
  if (parent === null) return false;
  if ((word(model, parent, 'resolver') ?? 'off') !== 'off') return true;
  return own(parent, 'server').some((server) => (word(model, server, 'resolver') ?? 'off') !== 'off');
}

/** Sessions of one server are taken by another on the same address, of which only some ask for certificates. */
function certificatesOfSome(model: ConfigModel): Occurrence | null {
  return first(model, 'ssl_verify_client', (at) => {
    if (isOff(at) || isStream(at) || at.context.startsWith('mail')) return false;
    const server = enclosing(at, 'server');
    const asking = server === null ? null : model.server(server);
    if (asking === null) return false;
    return model.servers.some((other) => {
      if (other === asking || !other.listens.some(({ tls, quic }) => tls && !quic)) return false;
      if ((word(model, other.at, 'ssl_verify_client') ?? 'off') !== 'off' || !resumes(model, other.at)) return false;
      return other.listens.some(({ port, tls }) => tls && asking.listens.some((own) => own.port === port));
    });
  });
}

/** Does a server take up sessions of TLS 1.3? */
function resumes(model: ConfigModel, server: Occurrence): boolean {
  const protocols = model.effective(server, 'ssl_protocols').values[0]?.node.args.map(({ value }) => value);
  const modern = protocols === undefined ? model.facts.atLeast('1.23.4') : protocols.includes('TLSv1.3');
  const cache = word(model, server, 'ssl_session_cache') ?? 'none';
  return modern && (word(model, server, 'ssl_session_tickets') !== 'off' || !/^(?:none|off)$/.test(cache));
}

/** Responses are decoded by a table from UTF-8 to another charset. */
function decodedFromUtf8(model: ConfigModel): Occurrence | null {
  const sources = model.named('source_charset');
  if (!sources.some(({ node }) => /^utf-8$|\$/i.test(node.args[0]?.value ?? ''))) return null;
  return model.named('charset_map').find(({ node }) => node.args.some(({ value }) => /^utf-8$/i.test(value))) ?? null;
}

function speaksHttp2(model: ConfigModel, block: Occurrence | null): boolean {
  return word(model, block, 'proxy_http_version') === '2';
}

/** NGX_HTTP_V2_MAX_FIELD: it takes one header that is longer. */
const LONGEST_FIELD = 127 + (1 << 21) - 1;

function largeHeaders(model: ConfigModel): Occurrence | null {
  return first(model, 'large_client_header_buffers', (at) => {
    const size = /^(\d+)([km]?)$/i.exec(at.node.args[1]?.value ?? '');
    const unit = { '': 1, k: 1024, m: 1024 * 1024 }[size?.[2]?.toLowerCase() ?? ''] ?? 1;
    if (size === null || Number(size[1]) * unit <= LONGEST_FIELD || at.parent === null) return false;
    const lax = [at.parent, ...own(at.parent, 'server')].some(
      (block) => word(model, block, 'ignore_invalid_headers') === 'off',
    );
    if (!lax) return false;
    return (
      model.named('grpc_pass').length > 0 || model.named('proxy_pass').some(({ parent }) => speaksHttp2(model, parent))
    );
  });
}

function unbufferedSsi(model: ConfigModel): Occurrence | null {
  const unbuffered = (block: Occurrence | null): boolean => word(model, block, 'proxy_buffering') === 'off';
  return first(model, 'ssi', (at) => {
    if (isOff(at)) return false;
    return model.named('proxy_pass').some(({ parent: block }) => {
      return block !== null && unbuffered(block) && model.effective(block, 'ssi').values.includes(at);
    });
  });
}

function aliasWithDav(model: ConfigModel): Occurrence | null {
  const moves = (block: Occurrence): boolean =>
    model
      .effective(block, 'dav_methods')
      .values.some(({ node }) => node.args.some(({ value }) => /^(?:copy|move)$/i.test(value)));
  return first(model, 'alias', ({ parent }) => {
    const location = parent === null ? null : model.location(parent);
    return parent !== null && location?.match !== 'regex' && moves(parent);
  });
}

function smtpServers(model: ConfigModel): readonly Occurrence[] {
  const servers = model.named('server').filter((at) => at.context === 'mail' && isBlock(at));
  return servers.filter((at) => {
    const protocol = word(model, at, 'protocol');
    if (protocol !== null) return protocol === 'smtp';
    return own(at, 'listen').some(({ node }) => /(?:^|:)(?:25|465|587)$/.test(node.args[0]?.value ?? ''));
  });
}
