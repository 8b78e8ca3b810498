import { own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { decodeBase64Url } from '../base64.ts';
import { wordBytes } from '../bytes.ts';
import { md5 } from '../md5.ts';
import { compileScript, evaluateScript, type Script } from '../script.ts';
import { type Bytes, type Exchange, isUnknown, perBlock, type Value } from '../types.ts';
import { type BuiltIns, unknownValue } from './built-in.ts';

interface Settings {
  readonly secret: Bytes | null;
  readonly link: Script | null;
  readonly text: Script | null;
}

const NONE: Settings = { secret: null, link: null, text: null };

/** ngx_http_secure_link_merge_conf() */
const settingsOf = perBlock((block, model): Settings => {
  const secret = ownWord(block, model, 'secure_link_secret');
  if (secret !== null) return { ...NONE, secret };
  const outer = block.parent === null ? NONE : settingsOf(block.parent, model);
  const script = (directive: string): Script | null => {
    const text = ownWord(block, model, directive);
    return text === null ? null : compileScript(text);
  };
  const link = script('secure_link') ?? outer.link;
  const text = script('secure_link_md5') ?? outer.text;
  return { link, text, secret: link === null && text === null ? outer.secret : null };
});

function ownWord(block: Occurrence, model: ConfigModel, directive: string): Bytes | null {
  const [at] = own(block, directive);
  const word = at?.node.args[0]?.value;
  return at === undefined || word === undefined ? null : wordBytes(model, at, word);
}

/** `ngx_http_secure_link_ctx_t` */
const expiries = new WeakMap<Exchange, Bytes>();

/** ngx_http_secure_link_variable(): empty for a link that is wrong. */
function secureLink(exchange: Exchange): Value {
  const { secret, link, text } = settingsOf(exchange.block, exchange.model);
  if (secret !== null) return linkWithSecret(exchange.target?.unparsed ?? '', secret);
  if (link === null || text === null) return '';
  const value = evaluateScript(link, exchange);
  if (isUnknown(value)) return value;
  const comma = value.indexOf(',');
  const expires = comma < 0 ? null : value.slice(comma + 1);
  if (expires !== null) {
    if (!/^\d{1,18}$/.test(expires) || Number(expires) === 0) return '';
    expiries.set(exchange, expires);
  }
  const written = comma < 0 ? value : value.slice(0, comma);
  const hash = written.length > 24 ? null : decodeBase64Url(written);
  if (hash === null || hash.length !== 16) return '';
  const signed = evaluateScript(text, exchange);
  if (isUnknown(signed)) return signed;
  if (md5(signed) !== hash) return '';
  return expires === null ? '1' : unknownValue('secure_link');
}

/** ngx_http_secure_link_old_variable(): `/prefix/hash/link` */
function linkWithSecret(uri: Bytes, secret: Bytes): Bytes {
  const found = /^.[^/]*\/([^/]*)\/(.+)$/s.exec(uri);
  const [, hash = '', link = ''] = found ?? [];
  if (!/^[0-9a-f]{32}$/i.test(hash)) return '';
  const digits = Array.from(md5(link + secret), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return digits === hash.toLowerCase() ? link : '';
}

/** Only there once `$secure_link` has been evaluated, and until an internal redirect. */
function secureLinkExpires(exchange: Exchange): Value {
  const expires = expiries.get(exchange);
  if (expires === undefined) return '';
  return exchange.internal ? unknownValue('secure_link_expires') : expires;
}

export const secureLinkVariables: BuiltIns = { secure_link: secureLink, secure_link_expires: secureLinkExpires };
