import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { headersAt } from '../../model/headers.ts';
import { responseHeader } from '../../model/response-headers.ts';
import type { ConfigModel, ListenModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { heldWord } from '../../nginx/tls/settings.ts';
import type { Occurrence } from '../../tree/tree.ts';

const HEADER = 'Alt-Svc';

export default defineRule(
  {
    id: 'http3-incomplete',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'No browser finds the HTTP/3 of a server',
      why: 'A browser comes over TCP first. It tries HTTP/3 when a response names it in `Alt-Svc`. Without that header, or without a TLS port over TCP that sends it, nobody uses the QUIC listener.',
      bad: '# nginx version: 1.25.1\nserver {\n    listen 443 ssl;\n    listen 443 quic reuseport;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n}',
      good: '# nginx version: 1.25.1\nserver {\n    listen 443 ssl;\n    listen 443 quic reuseport;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    add_header Alt-Svc \'h3=":443"; ma=86400\' always;\n}',
      context: 'http',
      silent: [
        'where `location /`, or every location, sends the header, or another server of the same names does',
        'where a script sets headers',
        'with `http3 off`',
        'where an included file is missing',
      ],
      remedy:
        'Add `add_header Alt-Svc \'h3=":443"; ma=86400\' always;` to the server, and `listen 443 ssl;` beside `listen 443 quic;`. If an HTTPS record in the DNS names HTTP/3 instead, switch the rule off.',
      links: [
        'https://nginx.org/en/docs/quic.html',
        'https://nginx.org/en/docs/http/ngx_http_v3_module.html',
        'https://www.rfc-editor.org/rfc/rfc7838',
      ],
    },
    options: {},
    messages: {
      header: (_: object) => `no response names HTTP/3 in ${HEADER}, so that browsers never try it; add the header`,
      stream: ({ address }: { address: string }) =>
        `browsers come over TCP first, where nothing listens for these names; add "listen ${address} ssl;"`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model } = ctx;
      const quic = server.listens.find((listen) => listen.quic && !listen.loopback);
      const word = quic?.at.node.args.find(({ value }) => value === 'quic');
      if (quic === undefined || word === undefined || isOff(model, server) || hasUnread(model, server.at)) return;
      const family = model.servers.filter((other) => other === server || sharesName(other, server));
      if (!family.some(({ listens }) => listens.some((listen) => listen.tls && !listen.quic))) {
        if (!model.certain && server.at.implied) return;
        const edits = [insertAfter(model.source(quic.at.file), quic.at.node, [`listen ${quic.address.value} ssl;`])];
        const fixes = [{ title: 'Listen on TCP too', safe: false, edits }];
        ctx.report(quic.at, word, 'stream', { address: quic.address.value }, { fixes });
        return;
      }
      if (family.some((each) => namesHttp3(model, each))) return;
      ctx.report(quic.at, word, 'header', {}, { fixes: withHeader(model, server, quic) });
    },
  }),
);

function isOff(model: ConfigModel, { at }: ServerModel): boolean {
  return heldWord(model, at, 'http3') === 'off' || heldWord(model, at, 'ssl_reject_handshake') === 'on';
}

function sharesName(one: ServerModel, other: ServerModel): boolean {
  return one.names.some(({ value }) => other.names.some((name) => name.value.toLowerCase() === value.toLowerCase()));
}

/** Is the header on its answers, on those of `/` or of all locations? Its value is not judged. */
function namesHttp3(model: ConfigModel, { at, locations }: ServerModel): boolean {
  const sends = (block: Occurrence): boolean => responseHeader(model, block, HEADER).state !== 'absent';
  const home = locations.find(({ match, pattern }) => pattern === '/' && match !== 'regex');
  return (
    sends(at) ||
    (home !== undefined && sends(home.at)) ||
    (locations.length > 0 && locations.every((each) => sends(each.at)))
  );
}

/** Headers of `http` are repeated where the server had none of its own. */
function withHeader(model: ConfigModel, { at }: ServerModel, { at: listen, port }: ListenModel): Fix[] {
  const line = `add_header ${HEADER} 'h3=":${port ?? 443}"; ma=86400' always;`;
  const { setIn } = model.effective(at, 'add_header');
  const repeated =
    setIn === at
      ? []
      : headersAt(model, at, 'add_header').map((each) => statementText(model.source(each.at.file), each.at.node));
  const last = at.children.findLast(({ name, file }) => name === 'listen' && file === listen.file) ?? listen;
  const edits = [insertAfter(model.source(last.file), last.node, [...repeated, line])];
  return [{ title: `Add ${HEADER}`, safe: false, edits }];
}
