import type { Fix, Severity } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { oldProtocols } from '../../model/conf-commands.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const OLD = /^(?:none|sslv3|tlsv1|tlsv1\.1)$/i;
const LEVEL = /@SECLEVEL=([01])(?!\d)/i;
const RENEGOTIATION = /^\+?(UnsafeLegacyRenegotiation|UnsafeLegacyServerConnect)$/i;

export default defineRule(
  {
    id: 'ssl-conf-command-downgrade',
    group: 'tls',
    severity: 'warning',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'A command to OpenSSL lets weak TLS in again',
      why: '`ssl_conf_command` and the `@SECLEVEL` of a cipher list speak to OpenSSL directly. `Protocol ALL` switches on again what `ssl_protocols` leaves out. A security level of 0 accepts keys, signatures and ciphers that the library would refuse, and unsafe renegotiation was switched off because of an attack. A reader of `ssl_protocols` sees none of it.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_conf_command Protocol TLSv1;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_conf_command Options PrioritizeChaCha;\n}',
      context: 'http',
      silent: [
        'for other commands',
        'for versions and options that are switched off with `-`',
        'for security levels from 2 on',
      ],
      severities: [
        '`info` for `@SECLEVEL=1`, which some smart cards need with OpenSSL 3',
        '`info` for `MinProtocol TLSv1`, which reads like a downgrade but lets nothing in that `ssl_protocols` leaves out',
      ],
      remedy: 'Delete the command. If one partner needs it, put it into a server or location of its own.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_conf_command',
        'https://docs.openssl.org/3.0/man3/SSL_CONF_cmd/',
        'https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/',
        'https://www.rfc-editor.org/rfc/rfc5746',
      ],
    },
    options: {},
    messages: {
      protocol: ({ versions }: { versions: string }) =>
        `this lets in ${versions}, whatever "ssl_protocols" says; delete the command`,
      bound: ({ value }: { value: string }) =>
        `"MinProtocol ${value}" lowers nothing, as "ssl_protocols" decides which versions are accepted; delete it`,
      option: ({ value }: { value: string }) =>
        `"${value}" lets OpenSSL renegotiate in a way that can be attacked; delete the option`,
      level: ({ level }: { level: string }) =>
        `"@SECLEVEL=${level}" lets in keys and ciphers that OpenSSL refuses for good reason; remove it from the list`,
    },
  },
  (ctx) => {
    const report = (at: Occurrence, word: Word): void => {
      const level = LEVEL.exec(word.value)?.[1];
      if (level === undefined) return;
      const severity: Severity = level === '0' ? 'warning' : 'info';
      ctx.report(at, word, 'level', { level }, { severity, fixes: withoutLevel(ctx.model.source(at.file), word) });
    };
    const command = (at: Occurrence): void => {
      const [name, value] = at.node.args;
      if (name === undefined || value === undefined || at.fact === null) return;
      const lower = name.value.toLowerCase();
      const edits = [deleteStatement(ctx.model.source(at.file), at.node)];
      const fixes = [{ title: 'Delete the command', safe: false, edits }];
      const versions = lower === 'protocol' ? oldProtocols(value.value) : [];
      if (versions.length > 0) {
        const names = versions.map((each) => each.replace('ssl', 'SSL').replace('tls', 'TLS')).join(' ');
        ctx.report(at, value, 'protocol', { versions: names }, { fixes });
      }
      if (lower === 'minprotocol' && OLD.test(value.value))
        ctx.report(at, value, 'bound', { value: value.value }, { fixes, severity: 'info' });
      if (lower === 'cipherstring') report(at, value);
      if (lower !== 'options') return;
      const words = value.value.split(',').map((each) => each.trim());
      const bad = words.find((each) => RENEGOTIATION.test(each));
      if (bad === undefined) return;
      ctx.report(at, value, 'option', { value: bad.replace('+', '') }, words.length === 1 ? { fixes } : {});
    };
    const ciphers = (at: Occurrence): void => {
      const [word] = at.node.args;
      if (word !== undefined && at.fact !== null) report(at, word);
    };
    return {
      directives: {
        ...{ ssl_conf_command: command, proxy_ssl_conf_command: command, grpc_ssl_conf_command: command },
        ...{ uwsgi_ssl_conf_command: command, ssl_ciphers: ciphers, proxy_ssl_ciphers: ciphers },
        ...{ grpc_ssl_ciphers: ciphers, uwsgi_ssl_ciphers: ciphers },
      },
    };
  },
);

/** None where no ciphers stand beside it. */
function withoutLevel(source: { readonly id: Occurrence['file']; readonly text: string }, word: Word): readonly Fix[] {
  const text = source.text.slice(word.start, word.end);
  const rest = text.replace(/:?@SECLEVEL=[01](?!\d)/i, '').replace(/^(["']?):/, '$1');
  if (!/\w/.test(rest)) return [];
  const edits = [{ file: source.id, span: { start: word.start, end: word.end }, text: rest }];
  return [{ title: 'Remove the security level', safe: false, edits }];
}
