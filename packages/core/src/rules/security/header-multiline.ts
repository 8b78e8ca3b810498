import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'header-multiline',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'The value of a header goes over several lines',
      why: 'A line break inside quotes is part of the value, and nginx sends it as it is. RFC 9112 forbids headers of several lines: some clients and proxies join them, others cut the value off or refuse the message. Over HTTP/2 and HTTP/3 browsers refuse the whole response. To a recipient that takes a bare line feed for the end of a line, the next line is a header of its own.',
      bad: 'server {\n    listen 80;\n    root /srv/www;\n    add_header Content-Security-Policy "default-src \'self\';\n        img-src *" always;\n}',
      good: 'server {\n    listen 80;\n    root /srv/www;\n    add_header Content-Security-Policy "default-src \'self\'; img-src *" always;\n}',
      context: 'http',
      silent: [
        'for bodies: the text of `return 200`, of `return` in `stream`, of `sub_filter` and of `log_format` may have lines',
        'for a directive whose words stand on several lines, as long as no quotes hold the line break',
        'for what variables contain',
      ],
      remedy: 'Write the value on one line. A long one can be made of several variables by `set` or `map`.',
      links: [
        'https://www.rfc-editor.org/rfc/rfc9112#section-5.2',
        'https://www.rfc-editor.org/rfc/rfc9113#section-8.2.1',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: {},
    messages: {
      header: ({ name }: { name: string }) =>
        `the value of ${name} holds a line break, which no header may have; write it on one line`,
      location: () => 'this URL holds a line break, which the Location header may not have; write it on one line',
    },
  },
  (ctx) => {
    const header = (at: Occurrence): void => {
      const name = at.node.args[0];
      const value = at.node.args[1];
      if (name === undefined || value === undefined || !hasBreak(value.value)) return;
      ctx.report(at, value, 'header', { name: name.value }, { fixes: joined(ctx.model, at, value) });
    };
    const more = (at: Occurrence): void => {
      for (const word of at.node.args) {
        if (!hasBreak(word.value.trimEnd())) continue;
        const name = word.value.split(':')[0] ?? '';
        ctx.report(at, word, 'header', { name }, { fixes: joined(ctx.model, at, word) });
      }
    };
    return {
      directives: {
        ...{ add_header: header, add_trailer: header, proxy_set_header: header, grpc_set_header: header },
        ...{ more_set_headers: more, more_set_input_headers: more },
        return(at) {
          // In stream it answers with a text.
          if (at.context.startsWith('stream')) return;
          const [status, url] = at.node.args;
          const target = url === undefined ? status : /^30[12378]$/.test(status?.value ?? '') ? url : undefined;
          if (target === undefined || !hasBreak(target.value)) return;
          ctx.report(at, target, 'location', undefined);
        },
      },
    };
  },
);

function hasBreak(text: string): boolean {
  return text.includes('\n') || text.includes('\r');
}

/** Line breaks and the blanks around them become one blank; so do `\n` and `\r`, which nginx reads as line breaks. */
function joined(model: ConfigModel, at: Occurrence, word: Word): readonly Fix[] {
  const { text, id } = model.source(at.file);
  const old = text.slice(word.start, word.end);
  if (/\\\\/.test(old)) return [];
  const rest = old
    .replace(/^(["'])(?:\s|\\[nr])+/, '$1')
    .replace(/(?:\s|\\[nr])+(["'])$/, '$1')
    .replace(/[ \t]*(?:[\r\n]|\\[nr])(?:\s|\\[nr])*/g, ' ');
  const quoted = word.quote === null ? `"${rest}"` : rest;
  if (word.quote === null && rest.includes('"')) return [];
  const edits = [{ file: id, span: { start: word.start, end: word.end }, text: quoted }];
  return [{ title: 'Write it on one line', safe: true, edits }];
}
