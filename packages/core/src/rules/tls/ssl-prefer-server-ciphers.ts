import { defineRule } from '../../lint/rule.ts';
import { cipherList } from '../../model/cipher-list.ts';
import { blocksWith, onlyTls13 } from '../../model/tls-settings.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'ssl-prefer-server-ciphers',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A server insists on its order of ciphers, though all of them are good',
      why: 'Where no weak suite is on offer, the client knows better. Phones without AES in hardware are faster with ChaCha20, computers with AES.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_prefer_server_ciphers on;\n    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_prefer_server_ciphers off;\n    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\n}',
      context: 'http',
      silent: [
        "with CBC suites on the list, such as those of nginx's own `HIGH:!aNULL:!MD5`, from which the order of the server keeps clients",
        'with `ssl_conf_command Options PrioritizeChaCha`',
        'without the directive, which is off by default',
      ],
      remedy: 'Write `off`, or remove the directive.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_prefer_server_ciphers',
        'https://wiki.mozilla.org/Security/Server_Side_TLS',
      ],
    },
    options: { anyList: false },
    optionDocs: { anyList: 'Report it with CBC suites on the list too, without a fix.' },
    messages: {
      on: (_: object) => 'all ciphers on offer are good, and the client knows which is fastest; write "off"',
      order: (_: object) =>
        'the order of the server holds for phones without AES in hardware too, which are slower with it; offer good suites only, and write "off"',
    },
  },
  (ctx) => ({
    directives: {
      ssl_prefer_server_ciphers(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        if (word?.value.toLowerCase() !== 'on') return;
        // What an included file says may be right elsewhere.
        const blocks = model.occurrencesOf(at.node).flatMap((each) => blocksWith(model, each));
        if (blocks.length === 0 || blocks.some((block) => prefersChaCha(model, block))) return;
        if (!blocks.every((block) => hasGoodSuitesOnly(model, block))) {
          if (ctx.options.anyList) ctx.report(at, word, 'order', {});
          return;
        }
        const edits = [{ file: at.file, span: word, text: 'off' }];
        ctx.report(at, word, 'on', {}, { fixes: [{ title: 'Leave it to the client', safe: true, edits }] });
      },
    },
  }),
);

/** OpenSSL puts ChaCha20 first for the clients that do. */
function prefersChaCha(model: ConfigModel, block: Occurrence): boolean {
  const commands = model.effective(block, 'ssl_conf_command').values;
  return commands.some(({ node }) => /prioritizechacha/i.test(node.args[1]?.value ?? ''));
}

function hasGoodSuitesOnly(model: ConfigModel, block: Occurrence): boolean {
  if (onlyTls13(model, block)) return true;
  const list = model.effective(block, 'ssl_ciphers').values[0]?.node.args[0]?.value;
  const suites = list === undefined ? [] : (cipherList(list)?.suites ?? []);
  return suites.length > 0 && suites.every(({ mac }) => mac === 'AEAD');
}
