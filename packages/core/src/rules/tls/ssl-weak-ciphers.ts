import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import { type CipherList, type CipherTerm, cipherList, weaknessOf } from '../../model/cipher-list.ts';
import type { CipherSuite } from '../../model/cipher-suites.ts';
import { blocksWith, onlyTls13 } from '../../model/tls-settings.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** The suites of Mozilla's intermediate configuration for TLS 1.2, those with ECDHE. */
const INTERMEDIATE =
  'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305';

export default defineRule(
  {
    id: 'ssl-weak-ciphers',
    group: 'tls',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A list of ciphers lets in broken ones',
      why: 'Suites without encryption or certificate, of export strength, or with RC4, DES, 3DES, RC2, IDEA, SEED or MD5 can be broken, or keep nobody out. Libraries differ in which of them they still have, so that a list may be harmless here and not on the next machine. With RSA key exchange, whoever gets the key one day can read everything that was recorded.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers ALL:!aNULL:RC4+RSA:+HIGH;\n}',
      good: `server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers ${INTERMEDIATE};\n    ssl_prefer_server_ciphers off;\n}`,
      context: 'http',
      silent: [
        "for nginx's own `HIGH:!aNULL:!MD5`: the operators of the list are read as OpenSSL reads them",
        'for suites that nothing lets in, which need not be excluded',
        'in servers that speak TLS 1.3 only, which do not use the list',
      ],
      severities: ['`info` for suites with RSA key exchange that are listed by name'],
      remedy:
        "Name the suites that are wanted, such as those of Mozilla's intermediate configuration, or remove the parts that the message names.",
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ciphers',
        'https://docs.openssl.org/3.0/man1/openssl-ciphers/',
        'https://wiki.mozilla.org/Security/Server_Side_TLS',
        'https://www.rfc-editor.org/rfc/rfc9325',
      ],
    },
    options: {},
    messages: {
      weak: ({ term, what, suites }: { term: string; what: string; suites: string }) =>
        `"${term}" lets in ${what}: ${suites}; remove it, or exclude these`,
      forward: ({ term, suites }: { term: string; suites: string }) =>
        `"${term}" lets in suites without forward secrecy: ${suites}; remove it unless an old client needs it`,
    },
  },
  (ctx) => ({
    directives: {
      ssl_ciphers(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        const list = word === undefined ? null : cipherList(word.value);
        if (word === undefined || list === null) return;
        const weak = list.terms.filter(({ suites }) => suites.some((suite) => weaknessOf(suite) !== null));
        const fixed = weak.length > 0 ? weak : list.terms.filter(asksForRsa);
        const [first, ...others] = fixed;
        if (first === undefined || blocksWith(model, at).every((block) => onlyTls13(model, block))) return;
        const source = model.source(at.file);
        const spanOf = ({ start, text }: CipherTerm) => partOfWord(source, word, start, start + text.length);
        const related = others.map((term) => ({ file: at.file, span: spanOf(term), message: 'so does this' }));
        const fixes = repair(model, at, word, list, fixed);
        if (weak.length === 0) {
          const data = { term: first.text, suites: shown(first.suites) };
          ctx.report(at, spanOf(first), 'forward', data, { severity: 'info', related, fixes });
          return;
        }
        const suites = first.suites.filter((suite) => weaknessOf(suite) !== null);
        const what = [...new Set(suites.flatMap((suite) => weaknessOf(suite) ?? []))].slice(0, 4).join(', ');
        ctx.report(at, spanOf(first), 'weak', { term: first.text, what, suites: shown(suites) }, { related, fixes });
      },
    },
  }),
);

/** Does it name a suite, or an alias, of RSA as key exchange? */
function asksForRsa({ text, suites }: CipherTerm): boolean {
  if (!suites.some(({ exchange }) => exchange === 'RSA')) return false;
  return (
    suites.every(({ exchange }) => exchange === 'RSA') && (/(?:^|\+)k?RSA(?:\+|$)/.test(text) || isName(text, suites))
  );
}

function isName(text: string, [suite]: readonly CipherSuite[]): boolean {
  return suite?.name === text;
}

function shown(suites: readonly CipherSuite[]): string {
  const names = suites.slice(0, 3).map(({ name }) => name);
  return suites.length > names.length
    ? `${names.join(', ')} and ${suites.length - names.length} more`
    : names.join(', ');
}

/** Without the suites that are named one by one; a list with aliases becomes Mozilla's. */
function repair(model: ConfigModel, at: Occurrence, word: Word, list: CipherList, weak: readonly CipherTerm[]): Fix[] {
  const source = model.source(at.file);
  const whole = partOfWord(source, word, 0, word.value.length);
  if (whole.end - whole.start !== word.value.length) return [];
  const plain = weak.every(({ text, suites }) => isName(text, suites));
  if (plain && list.terms.length > weak.length) {
    const gone = new Set(weak.map(({ start }) => start));
    const left = [...word.value.matchAll(/[^: ;,]+/g)].filter(({ index }) => !gone.has(index)).map(([text]) => text);
    const edits: FileEdit[] = [{ file: at.file, span: whole, text: left.join(':') }];
    return [{ title: 'Remove them from the list', safe: false, edits }];
  }
  const edits: FileEdit[] = [{ file: at.file, span: whole, text: INTERMEDIATE }];
  return [{ title: 'Use the suites of Mozilla’s intermediate configuration', safe: false, edits }];
}
