import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';
import type { Fault } from '../fault.ts';
import { allSeen, held, libraryFaults } from '../tls/settings.ts';
import { verifyFaults } from '../tls/verify.ts';

interface Mode {
  readonly name: string;
  /** The directive that nginx names. */
  readonly at: Occurrence;
}

/** A mail server that speaks TLS: ngx_mail_ssl_merge_conf(). */
export function* mailServerFaults(model: ConfigModel, server: Occurrence, told: Set<Occurrence>): Generator<Fault> {
  const mode = modeOf(model, server);
  if (mode === null) return;
  const missing = missingPart(model, server, mode);
  if (missing !== null) return yield missing;
  yield* libraryFaults(model, server, '', told);
  yield* verifyFaults(model, server, told);
}

/** The certificate or the key that a mode lacks; in stream before 1.25.5 it was the same with `listen`. */
export function missingPart(model: ConfigModel, server: Occurrence, { name, at }: Mode): Fault | null {
  const certificates = held(model, server, 'ssl_certificate');
  const keys = held(model, server, 'ssl_certificate_key');
  if (keys.length >= certificates.length && certificates.length > 0) return null;
  if ((certificates.length === 0 || keys.length === 0 || server.implied) && !allSeen(server)) return null;
  const lacking = certificates.length === 0 ? 'ssl_certificate' : 'ssl_certificate_key';
  const last = certificates.at(-1)?.node.args[0]?.value;
  const some = certificates.length > 0 && keys.length > 0;
  const nginx = some
    ? `no "ssl_certificate_key" is defined for certificate "${last}" and the "${name}" directive`
    : `no "${lacking}" is defined for the "${name}" directive`;
  const span = at.node.args.find(({ value }) => value === 'ssl') ?? at.node.name;
  return { rule: 'ssl-certificate-missing', at, span, message: `${nginx}; add it to the server`, nginx };
}

function modeOf(model: ConfigModel, server: Occurrence): Mode | null {
  const listen = listenWithSsl(server);
  if (listen !== null) return { name: 'listen ... ssl', at: listen };
  const [ssl] = held(model, server, 'ssl');
  if (ssl?.node.args[0]?.value.toLowerCase() === 'on') return { name: 'ssl', at: ssl };
  const [starttls] = held(model, server, 'starttls');
  const word = starttls?.node.args[0]?.value.toLowerCase();
  return starttls !== undefined && (word === 'on' || word === 'only') ? { name: 'starttls', at: starttls } : null;
}

/** The last listener with `ssl`, whose line nginx keeps. */
export function listenWithSsl(server: Occurrence): Occurrence | null {
  return (
    server.children.findLast(
      ({ node, fact }) =>
        fact !== null && node.name.value === 'listen' && node.args.slice(1).some(({ value }) => value === 'ssl'),
    ) ?? null
  );
}
