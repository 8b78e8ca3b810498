import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import type { ConfigModel } from '../../model/types.ts';
import { faultsOf } from '../../nginx/verdict.ts';
import type { Word } from '../../syntax/nodes.ts';

export default defineRule(
  {
    id: 'ssl-cipher-string-invalid',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'OpenSSL refuses a list of ciphers or groups, or ignores a part of it',
      why: 'OpenSSL ignores ciphers that it does not know. It refuses a list that it cannot read or of which nothing is left, and any list with an unknown group; nginx does not start then. The ciphers of TLS 1.3 are among those that it ignores, because they have a list of their own.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers NOT-A-CIPHER;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers HIGH:!aNULL:!MD5;\n}',
      context: 'http',
      silent: [
        'for names that some version, build or relative of OpenSSL knows, such as `RC4` or post-quantum groups',
        'where nothing sets up TLS with the list',
      ],
      severities: ['`warning` for ciphers of TLS 1.3, which OpenSSL ignores'],
      remedy:
        'Correct the names; `openssl ciphers` and `openssl ecparam -list_curves` print those of the machine. Set the ciphers of TLS 1.3 with `ssl_conf_command Ciphersuites`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ciphers',
        'https://docs.openssl.org/3.0/man1/openssl-ciphers/',
      ],
    },
    options: {},
    messages: {
      ...FAULT_MESSAGES,
      ignored: ({ name }: { name: string }) =>
        `OpenSSL ignores "${name}" here, which is a cipher of TLS 1.3; set it with "ssl_conf_command Ciphersuites", or remove it`,
    },
  },
  (ctx) => {
    const faults = reportFaults(ctx, 'ssl-cipher-string-invalid');
    return {
      directives: {
        ssl_ciphers(at) {
          const [word] = at.node.args;
          const names = word?.value.split(SEPARATOR) ?? [];
          const name = names.find((each) => OF_TLS13.test(each));
          if (word === undefined || name === undefined || names.every((each) => OF_TLS13.test(each))) return;
          if (isRefused(ctx.model, word)) return;
          const start = word.value.indexOf(name);
          const source = ctx.model.source(at.file);
          const span = partOfWord(source, word, start, start + name.length);
          const kept = names.filter((each) => !OF_TLS13.test(each)).join(':');
          const all = partOfWord(source, word, 0, word.value.length);
          const edits = [{ file: at.file, span: all, text: kept }];
          const fixes = SIMPLE.test(word.value) ? [{ title: 'Remove the ciphers of TLS 1.3', safe: false, edits }] : [];
          ctx.report(at, span, 'ignored', { name }, { fatal: false, severity: 'warning', fixes });
        },
      },
      config: faults,
    };
  },
);

const SEPARATOR = /[: ;,]/;
const SIMPLE = /^[\w!+:@=.-]+$/;
const OF_TLS13 = /^TLS_(?:AES|CHACHA20)_\w+$/;

/** Is none of the list left, which is said already? */
function isRefused(model: ConfigModel, word: Word): boolean {
  return (faultsOf(model).get('ssl-cipher-string-invalid') ?? []).some(({ span }) => span === word);
}
