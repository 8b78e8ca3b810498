import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import { own } from '../../model/blocks.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Folders that certbot and acme.sh make. */
const MADE_BY_CLIENTS = /\/(?:letsencrypt|lets-encrypt|certbot|dehydrated)\//i;
const OF_ACME_SH = /\/\.acme\.sh\//;

export default defineRule(
  {
    id: 'ssl-certificate-without-chain',
    group: 'tls',
    severity: 'warning',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A certificate comes without its intermediate certificates, or the key stands in its place',
      why: 'A server has to send the intermediate certificates too. Certbot writes the certificate alone into `cert.pem` and the whole chain into `fullchain.pem`. With the first, browsers that know the intermediate certificate from elsewhere get by, while curl, phones and other servers refuse the connection.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     /etc/nginx/tls/cert.pem;\n    ssl_certificate_key /etc/nginx/tls/privkey.pem;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     /etc/nginx/tls/fullchain.pem;\n    ssl_certificate_key /etc/nginx/tls/privkey.pem;\n}',
      context: 'http',
      silent: [
        'where neither the folder nor the name of the key tells which tool made the files, as their content is not read',
        'for one file that holds certificate and key',
      ],
      remedy:
        'Name `fullchain.pem` (with acme.sh `fullchain.cer`), or append the intermediate certificates to the file.',
      links: [
        'https://nginx.org/en/docs/http/configuring_https_servers.html#chains',
        'https://eff-certbot.readthedocs.io/en/stable/using.html#where-are-my-certificates',
      ],
    },
    options: {},
    messages: {
      leaf: ({ name, chain }: { name: string; chain: string }) =>
        `"${name}" holds no intermediate certificate, without which many clients refuse the connection; use "${chain}"`,
      swapped: ({ name }: { name: string }) => `"${name}" seems to be the key; swap certificate and key`,
    },
  },
  (ctx) => ({
    directives: {
      ssl_certificate(at) {
        const [word] = at.node.args;
        const key = keyOf(at);
        const [keyWord] = key?.node.args ?? [];
        if (word === undefined || word.value.includes('$')) return;
        if (key !== null && keyWord !== undefined && isKey(word.value) && isCertificate(keyWord.value)) {
          const texts = [word, keyWord].map((each) => textOf(each));
          const edits = [
            { file: at.file, span: word, text: texts[1] ?? '' },
            { file: key.file, span: keyWord, text: texts[0] ?? '' },
          ];
          const fixes = [{ title: 'Swap certificate and key', safe: true, edits }];
          ctx.report(at, word, 'swapped', { name: nameOf(word.value) }, { fixes });
          return;
        }
        const chain = chainFor(word.value, keyWord?.value ?? '');
        if (chain === null) return;
        const name = nameOf(word.value);
        const source = ctx.model.source(at.file);
        const span = partOfWord(source, word, word.value.length - name.length, word.value.length);
        const exact = span.end - span.start === name.length;
        const edits = [{ file: at.file, span, text: chain }];
        const fixes = exact ? [{ title: `Use ${chain}`, safe: true, edits }] : [];
        ctx.report(at, word, 'leaf', { name, chain }, { fixes });
      },
    },
  }),
);

/** The key that belongs to a certificate: the one at the same place among those of the block. */
function keyOf(at: Occurrence): Occurrence | null {
  const { parent } = at;
  if (parent === null) return null;
  const index = own(parent, 'ssl_certificate').indexOf(at);
  return own(parent, 'ssl_certificate_key')[index] ?? null;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const isKey = (path: string): boolean => /\.key$|^privkey\d*\.pem$/i.test(nameOf(path));
const isCertificate = (path: string): boolean =>
  /\.(?:crt|cer)$|^(?:fullchain|cert|chain)\d*\.pem$/i.test(nameOf(path));

/** The file with all certificates that lies beside one with a single one; null where that is not known. */
function chainFor(certificate: string, key: string): string | null {
  const name = nameOf(certificate);
  const folder = folderOf(certificate);
  if (OF_ACME_SH.test(certificate))
    return name !== 'fullchain.cer' && name.endsWith('.cer') && name !== 'ca.cer' ? 'fullchain.cer' : null;
  if (!/^cert\d*\.pem$/.test(name)) return null;
  const beside = folderOf(key) === folder && /^privkey\d*\.(?:pem|key)$/.test(nameOf(key));
  return beside || MADE_BY_CLIENTS.test(certificate) ? name.replace('cert', 'fullchain') : null;
}

function textOf({ value }: Word): string {
  return /^[\w./:-]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, '\\$1')}"`;
}
