import type { Fix } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn, own } from '../../model/blocks.ts';
import { endsWithVariable, looksLikeFile, mapsFiles, triesFixedFiles } from '../../model/files.ts';
import { isPrefix, shownLocation } from '../../model/location-search.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'alias-missing-trailing-slash',
    group: 'files',
    severity: 'warning',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A location ends with a slash and its `alias` does not',
      why: 'nginx cuts the location off the path and puts the rest right behind the alias. With `location /img/` and `alias /data/images` it looks for `/img/a.png` in `/data/imagesa.png`, which does not exist.',
      bad: 'location /img/ {\n    alias /data/images;\n}',
      good: 'location /img/ {\n    alias /data/images/;\n}',
      context: 'http, server',
      silent: [
        'in exact and regex locations',
        'for an alias that ends with a variable',
        'where `try_files` looks for fixed names only',
        'where a handler such as `proxy_pass` or a `return` leaves the alias unused',
        'for an inherited alias, which is reported where it is set',
      ],
      remedy: 'End the alias with a slash too. For a single file use `location = /name`.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#alias'],
    },
    options: {},
    messages: {
      missing: ({ location, alias, example }: { location: string; alias: string; example: string }) =>
        `"alias ${alias}" has no slash at its end, so that ${location} leads to ${example}; add one`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('alias').length === 0) return;
      for (const { allLocations } of model.servers) {
        for (const location of allLocations) {
          const alias = own(location.at, 'alias')[0];
          const word = alias?.node.args[0];
          if (alias === undefined || word === undefined) continue;
          if (!isPrefix(location) || !location.pattern.endsWith('/')) continue;
          if (word.value.endsWith('/') || endsWithVariable(word.value)) continue;
          if (triesFixedFiles(location.at) || !mapsFiles(model, location.at)) continue;
          const data = {
            location: `${location.pattern}name`,
            alias: word.value,
            example: `${word.value}name`,
          };
          ctx.report(alias, word, 'missing', data, {
            related: [
              { file: location.at.file, span: location.word, message: `${shownLocation(location)} ends with a slash` },
            ],
            fixes: looksLikeFile(word.value) || !isWrittenIn(alias, location.at) ? [] : [withSlash(alias, word)],
          });
        }
      }
    },
  }),
);

function withSlash(alias: Occurrence, word: Word): Fix {
  const end = word.quote === null ? word.end : word.end - 1;
  const edits = [{ file: alias.file, span: { start: end, end }, text: '/' }];
  return { title: 'End the alias with a slash', safe: true, edits };
}
