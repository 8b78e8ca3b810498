import type { ConfigModel } from '../../model/types.ts';
import { parseUrl } from '../../model/url.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { seesOnlyPart } from '../unseen.ts';

/** Ports that tell the protocol of a mail server: `ngx_mail_pop3_protocol` and its like. */
const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587, 110, 995, 143, 993]);

/** Directives that take the connections of a stream server (`cscf->handler`). */
const HANDLERS: ReadonlySet<string> = new Set(['proxy_pass', 'return', 'pass']);

/** What a server of stream or mail must have: ngx_stream_core_server(), ngx_mail_core_server() and their merges. */
export function* serverFaults(model: ConfigModel): Generator<Fault> {
  for (const at of model.named('server').filter(isOfOtherModules)) {
    if (at.fact?.source !== 'core') continue;
    // What another module or an unknown directive does is not known.
    const complete = at.children.every(({ fact }) => fact?.source === 'core');
    if (!complete) continue;
    if (at.context === 'mail') yield* mailFaults(at, model);
    else yield* streamFaults(at, model);
  }
}

const isOfOtherModules = ({ context }: Occurrence): boolean => context === 'stream' || context === 'mail';

const has = (at: Occurrence, wanted: (name: string) => boolean): boolean =>
  at.children.some(({ name }) => wanted(name));

function missing(at: Occurrence, message: string, nginx: string): Fault {
  return { rule: 'directive-invalid-value', at, span: at.node.name, message, nginx };
}

function* listenFaults(at: Occurrence): Generator<Fault> {
  if (has(at, (name) => name === 'listen')) return;
  const close = at.node.body?.close;
  const fault = missing(at, 'a server of stream or mail needs a "listen"', 'no "listen" is defined for server');
  yield { ...fault, ...(close ? { related: [{ file: at.file, span: close, message: 'nginx notices it here' }] } : {}) };
}

function* streamFaults(at: Occurrence, model: ConfigModel): Generator<Fault> {
  yield* listenFaults(at);
  if (model.facts.atLeast('1.27.1') || has(at, (name) => HANDLERS.has(name))) return;
  yield missing(
    at,
    'nothing takes the connections of this server; it needs "proxy_pass" or "return"',
    'no handler for server',
  );
}

function* mailFaults(at: Occurrence, model: ConfigModel): Generator<Fault> {
  yield* listenFaults(at);
  const listens = at.children.filter(({ name }) => name === 'listen');
  const known = listens.some(({ node }) => {
    const url = parseUrl(node.args[0]?.value ?? '', { listen: true });
    // A wrong address is told where it stands.
    return typeof url === 'string' || MAIL_PORTS.has(url.port);
  });
  if (!known && !has(at, (name) => name === 'protocol')) {
    const message =
      'no port of this server tells its protocol; add "protocol imap;", "protocol pop3;" or "protocol smtp;"';
    yield missing(at, message, 'unknown mail protocol for server');
  }
  const outer = at.parent;
  if (has(at, (name) => name === 'auth_http') || (outer && has(outer, (name) => name === 'auth_http'))) return;
  const fault = missing(
    at,
    'a mail server asks who may log in; add "auth_http"',
    'no "auth_http" is defined for server',
  );
  yield { ...fault, ...(seesOnlyPart(model) ? { doubtful: true } : {}) };
}
