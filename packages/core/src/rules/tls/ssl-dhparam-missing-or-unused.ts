import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { partOfWord } from '../../lint/word-parts.ts';
import { type CipherTerm, cipherList } from '../../model/cipher-list.ts';
import { blocksWith, onlyTls13 } from '../../model/tls-settings.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'ssl-dhparam-missing-or-unused',
    group: 'tls',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'DHE ciphers have no parameters, or parameters have no such ciphers',
      why: 'nginx has no parameters of its own for DHE: without `ssl_dhparam` DHE suites are never used, even if they are listed. Parameters without such suites only look like safety.',
      bad: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\n}',
      good: 'server {\n    listen 443 ssl;\n    ssl_certificate     cert.pem;\n    ssl_certificate_key cert.key;\n    ssl_ciphers DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\n    ssl_dhparam dhparam.pem;\n}',
      context: 'http',
      silent: [
        'where the list asks for DHE by an alias for much more, such as `HIGH`',
        'in servers that speak TLS 1.3 only',
        'where an included file is missing, and in fragments without a server that uses the list',
        'about the parameters themselves, as the file is not read',
      ],
      remedy:
        'Remove the DHE suites from the list, as all current clients know ECDHE. Or make parameters of 2048 bits or more, or take `ffdhe2048` of RFC 7919.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_dhparam',
        'https://www.rfc-editor.org/rfc/rfc7919',
      ],
    },
    options: {},
    messages: {
      missing: ({ term }: { term: string }) =>
        `"${term}" is never used without "ssl_dhparam"; remove it from the list, or add parameters`,
      unused: (_: object) => 'no cipher of the list uses these parameters; remove them, or add DHE suites',
    },
  },
  (ctx) => ({
    directives: {
      ssl_ciphers(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        const terms = word === undefined ? [] : (cipherList(word.value)?.terms ?? []).filter(asksForDhe);
        const [first, ...others] = terms;
        if (word === undefined || first === undefined) return;
        // Servers that are not seen may have parameters of their own.
        const servers = blocksWith(model, at).filter(({ name }) => name === 'server');
        const blocks = servers.filter((block) => !onlyTls13(model, block));
        const lacks = blocks.filter((block) => lacksParameters(model, block));
        if (lacks.length === 0 || lacks.length < blocks.length) return;
        const source = model.source(at.file);
        const spanOf = ({ start, text }: CipherTerm) => partOfWord(source, word, start, start + text.length);
        const related = others.map((term) => ({ file: at.file, span: spanOf(term), message: 'is never used either' }));
        const fixes = without(model, at, word, terms);
        ctx.report(at, spanOf(first), 'missing', { term: first.text }, { related, fixes });
      },
      ssl_dhparam(at) {
        const { model } = ctx;
        const blocks = model.occurrencesOf(at.node).flatMap((each) => blocksWith(model, each));
        if (blocks.length === 0 || !blocks.every((block) => usesNone(model, block))) return;
        const edits = [deleteStatement(model.source(at.file), at.node)];
        ctx.report(at, at.node.name, 'unused', {}, { fixes: [{ title: 'Remove the parameters', safe: false, edits }] });
      },
    },
  }),
);

/** Does it add such suites only? */
function asksForDhe({ suites }: CipherTerm): boolean {
  return suites.length > 0 && suites.every((suite) => suite.exchange === 'DHE' && suite.authentication !== 'NULL');
}

function lacksParameters(model: ConfigModel, block: Occurrence): boolean {
  const commands = model.effective(block, 'ssl_conf_command').values;
  if (commands.some(({ node }) => /^dhparameters$/i.test(node.args[0]?.value ?? ''))) return false;
  return model.effective(block, 'ssl_dhparam').values.length === 0 && !hasUnread(model, block);
}

function usesNone(model: ConfigModel, block: Occurrence): boolean {
  const list = model.effective(block, 'ssl_ciphers').values[0]?.node.args[0]?.value;
  const suites = list === undefined ? null : (cipherList(list)?.suites ?? null);
  if (suites === null || suites.length === 0 || onlyTls13(model, block)) return false;
  return suites.every((suite) => suite.exchange !== 'DHE');
}

function without(model: ConfigModel, at: Occurrence, word: Word, terms: readonly CipherTerm[]): Fix[] {
  const whole = partOfWord(model.source(at.file), word, 0, word.value.length);
  if (whole.end - whole.start !== word.value.length) return [];
  const gone = new Set(terms.map(({ start }) => start));
  const left = [...word.value.matchAll(/[^: ;,]+/g)].filter(({ index }) => !gone.has(index)).map(([text]) => text);
  if (!left.some((text) => /^[^-+!@]/.test(text))) return [];
  const edits = [{ file: at.file, span: whole, text: left.join(':') }];
  return [{ title: 'Remove the DHE suites from the list', safe: false, edits }];
}
