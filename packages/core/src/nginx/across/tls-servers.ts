import { isBlock, own } from '../../model/blocks.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault, ModelCheck } from '../fault.ts';
import { allSeen, held, heldWord, libraryFaults, listensForTls } from '../tls/settings.ts';
import { verifyFaults } from '../tls/verify.ts';
import { mailServerFaults } from './tls-mail.ts';

/** Without one of these, and without a listener, nobody looks at the settings. */
const SET_UP_TLS: readonly string[] = ['ssl_certificate', 'ssl_reject_handshake', 'ssl', 'starttls'];

/** What the merge of a server's TLS settings refuses: ngx_http_ssl_merge_srv_conf() and its like in stream and mail. */
export const tlsServers: ModelCheck = function* (model): Generator<Fault> {
  if (!SET_UP_TLS.some((name) => model.byName.has(name)) && !listensForTls(model)) return;
  const told = new Set<Occurrence>();
  for (const server of [...madeUpServers(model), ...model.named('server')]) {
    if (!isBlock(server) || server.fact === null) continue;
    if (server.context === 'mail') yield* mailServerFaults(model, server, told);
    else if (server.context === 'http' || server.context === 'stream') yield* serverFaults(model, server, told);
  }
};

/** The server made up around a fragment, which is no occurrence of the tree's own. */
function* madeUpServers({ roots }: ConfigModel): Generator<Occurrence> {
  let at = roots.find(({ implied }) => implied);
  for (; at?.implied; at = at.children[0]) if (at.name === 'server') yield at;
}

function* serverFaults(model: ConfigModel, server: Occurrence, told: Set<Occurrence>): Generator<Fault> {
  const certificates = held(model, server, 'ssl_certificate');
  const rejects = heldWord(model, server, 'ssl_reject_handshake') === 'on';
  const ssl = server.context === 'http' ? held(model, server, 'ssl')[0] : undefined;
  const on = ssl?.node.args[0]?.value.toLowerCase() === 'on' ? ssl : undefined;
  if (certificates.length > 0) {
    const missing = missingKey(model, server, certificates, on);
    if (missing !== null) return yield missing;
  } else if (on !== undefined && !rejects && allSeen(server)) {
    return yield {
      rule: 'ssl-certificate-missing',
      at: on,
      span: on.node.name,
      message: 'no "ssl_certificate" is defined for the "ssl" directive; the server needs one with its key',
      nginx: 'no "ssl_certificate" is defined for the "ssl" directive',
    };
  }
  // A listener of a fragment tells that there is a certificate somewhere.
  const wanted = certificates.length > 0 || rejects || (!allSeen(server) && isForTls(server));
  if (!hasContext(model, server, wanted)) return;
  yield* libraryFaults(model, server, '', told);
  yield* verifyFaults(model, server, told);
  yield* stapleFaults(model, server, told);
}

/** Before 1.25.5, stream set up TLS only where a listener asked for it. */
function hasContext(model: ConfigModel, server: Occurrence, wanted: boolean): boolean {
  return !wanted || server.context === 'http' || model.facts.atLeast('1.25.5') ? wanted : isForTls(server);
}

function isForTls(server: Occurrence): boolean {
  return own(server, 'listen').some(({ node }) => node.args.some(({ value }) => value === 'ssl' || value === 'quic'));
}

function missingKey(
  model: ConfigModel,
  server: Occurrence,
  certificates: readonly Occurrence[],
  ssl: Occurrence | undefined,
): Fault | null {
  const keys = held(model, server, 'ssl_certificate_key');
  const last = certificates.at(-1);
  const value = last?.node.args[0];
  if (last === undefined || value === undefined || keys.length >= certificates.length) return null;
  // A module that is not nginx's own may do without, as Tengine's "ssl_keyless".
  if (server.children.some(isForeignTls)) return null;
  // A key may be set further out, where nobody sees it.
  if ((keys.length === 0 || server.implied) && !allSeen(server)) return null;
  if (server.context === 'stream' && !model.facts.atLeast('1.25.5')) return null;
  const none = 'no "ssl_certificate_key" is defined';
  let nginx = `${none} for certificate "${value.value}"`;
  if (ssl !== undefined)
    nginx = keys.length === 0 ? `${none} for the "ssl" directive` : `${nginx} and the "ssl" directive`;
  return {
    rule: 'ssl-certificate-missing',
    at: ssl ?? last,
    span: ssl?.node.name ?? value,
    message: `${none} for certificate "${value.value}"; add it where the certificate stands`,
    nginx,
    ...(ssl ? { related: [{ file: last.file, span: value, message: 'the certificate' }] } : {}),
  };
}

/** A TLS directive of a module that nobody knows: nginx itself stops there. */
function isForeignTls({ node, fact }: Occurrence): boolean {
  return node.name.value.startsWith('ssl_') && (fact === null || (fact.source !== 'core' && fact.source !== 'plus'));
}

function* stapleFaults(model: ConfigModel, server: Occurrence, told: Set<Occurrence>): Generator<Fault> {
  const [ocsp] = held(model, server, 'ssl_ocsp');
  const on = ['on', 'leaf'].includes(ocsp?.node.args[0]?.value.toLowerCase() ?? '');
  if (
    on &&
    ocsp !== undefined &&
    heldWord(model, server, 'ssl_verify_client') === 'optional_no_ca' &&
    fresh(ocsp, told)
  ) {
    const nginx = '"ssl_ocsp" is incompatible with "ssl_verify_client optional_no_ca"';
    yield incompatible(ocsp, nginx);
  }
  const [responder] = on ? held(model, server, 'ssl_ocsp_responder') : [];
  const url = responder?.node.args[0];
  if (responder && url && url.value !== '' && !/^http:\/\/./i.test(url.value) && fresh(responder, told)) {
    const nginx = `invalid URL prefix in OCSP responder "${url.value}" in "ssl_ocsp_responder"`;
    const message = `"ssl_ocsp_responder" takes a URL that begins with "http://", not "${url.value}"`;
    yield { rule: 'directive-invalid-value', at: responder, span: url, message, nginx };
  }
  const [stapling] = held(model, server, 'ssl_stapling');
  if (stapling === undefined || !model.facts.atLeast('1.29.3') || heldWord(model, server, 'ssl_stapling') !== 'on')
    return;
  if (heldWord(model, server, 'ssl_certificate_compression') !== 'on' || !fresh(stapling, told)) return;
  yield incompatible(stapling, '"ssl_stapling" is incompatible with "ssl_certificate_compression"');
}

function incompatible(at: Occurrence, nginx: string): Fault {
  return { rule: 'directive-invalid-value', at, span: at.node.name, message: `${nginx}; turn one of them off`, nginx };
}

function fresh(at: Occurrence, told: Set<Occurrence>): boolean {
  if (told.has(at)) return false;
  told.add(at);
  return true;
}
