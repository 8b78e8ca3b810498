import type { Fix } from '../../lint/diagnostic.ts';
import { deleteWord } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isRefusal } from '../../model/access.ts';
import { answeringBlocks } from '../../model/answering-blocks.ts';
import { own, walk } from '../../model/blocks.ts';
import { locationRegex } from '../../model/location-search.ts';
import { isMediaOnly } from '../../model/media.ts';
import { isDynamic } from '../../model/same-content.ts';
import type { ConfigModel } from '../../model/types.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'referer-none-blocked-accepted',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: 'A check of the Referer lets requests without one pass',
      why: '`none` lets requests without a `Referer` through. Any page can make browsers omit the header (`Referrer-Policy: no-referrer`), so that such a check keeps no other site from sending requests to an application. Against pictures on foreign pages it is right.',
      bad: 'location /transfer/ {\n    valid_referers none server_names;\n    if ($invalid_referer) { return 403; }\n    proxy_pass http://127.0.0.1:9000;\n}',
      good: 'location /transfer/ {\n    valid_referers server_names *.example.com;\n    if ($invalid_referer) { return 403; }\n    proxy_pass http://127.0.0.1:9000;\n}',
      context: 'http, server',
      silent: [
        'where files are served, above all pictures, sounds and films, for which the check is made',
        'where `$invalid_referer` refuses nobody',
        'for `blocked` alone, as no page can bring about a `Referer` without a scheme',
      ],
      remedy:
        'Remove the word. Better, let the application check a token or the header `Origin`, because a client may send any `Referer`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_referer_module.html',
        'https://www.rfc-editor.org/rfc/rfc9110#section-10.1.3',
      ],
    },
    options: { everywhere: false },
    optionDocs: {
      everywhere: 'Report it where files are served too, and where `$invalid_referer` refuses nobody.',
    },
    messages: {
      accepted: () =>
        '"none" lets requests without a Referer through, which any page can send; remove it, or check a token in the application',
    },
  },
  (ctx) => ({
    directives: {
      valid_referers(at) {
        const none = at.node.args.find(({ value }) => value === 'none');
        const block = at.parent;
        if (none === undefined || block === null || at.fact === null) return;
        if (!ctx.options.everywhere && !(refusesInvalid(block) && isDynamicBelow(ctx.model, block))) return;
        ctx.report(at, none, 'accepted', undefined, { fixes: without(ctx.model, at, none) });
      },
    },
  }),
);

function refusesInvalid(block: Occurrence): boolean {
  return own(block, 'if').some(
    (test) => test.node.args.some(({ value }) => /\$\{?invalid_referer/.test(value)) && [...walk(test)].some(isRefusal),
  );
}

/** Does a program answer what the check lets through? */
function isDynamicBelow(model: ConfigModel, block: Occurrence): boolean {
  if (block.name !== 'location') {
    const server = model.server(block);
    return server !== null && answeringBlocks(model, server).some((each) => isDynamic(model, each));
  }
  const location = model.location(block);
  const tree = location === null ? null : locationRegex(model, location);
  return isDynamic(model, block) && (tree === null || !isMediaOnly(tree)) && !looksLikeMedia(location?.pattern ?? '');
}

const looksLikeMedia = (path: string): boolean =>
  /(?:^|[/_-])(?:images?|img|pics?|pictures?|photos?|media|videos?|thumbs?|thumbnails?|avatars?|static|assets|fonts|uploads?|files?|cdn|hls|dash|streams?|live)(?:[/_-]|$)/i.test(
    path,
  );

/** None where no other word is left. */
function without(model: ConfigModel, at: Occurrence, none: Word): Fix[] {
  if (at.node.args.length === 1) return [];
  return [{ title: 'Remove "none"', safe: false, edits: [deleteWord(model.source(at.file), none)] }];
}
