import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { copies, firstOwn, statementIn } from '../../lint/header-edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isLoopback, parseAddress } from '../../model/addresses.ts';
import { walk } from '../../model/blocks.ts';
import { type HeaderSetting, headersAt } from '../../model/headers.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

const NAME = 'SCRIPT_FILENAME';
const BY_ROOT = '$document_root$fastcgi_script_name';

export default defineRule(
  {
    id: 'fastcgi-script-filename-missing',
    group: 'proxy',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    absence: true,
    docs: {
      summary: 'PHP is not told which script to run, or is told a wrong one',
      why: 'PHP-FPM runs the file that `SCRIPT_FILENAME` names. Without it every request is answered with an empty page or `File not found`, and the log says `Primary script unknown`. Of the files that come with nginx `fastcgi.conf` sets it and `fastcgi_params` does not. A block with a `fastcgi_param` of its own inherits none.',
      bad: 'include fastcgi_params;\nfastcgi_pass 127.0.0.1:9000;',
      good: 'include fastcgi_params;\nfastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\nfastcgi_pass 127.0.0.1:9000;',
      context: 'http, server, location',
      silent: [
        'for applications without script files: only what looks like PHP counts, by its socket, its location or `fastcgi_index`',
        'for the status page of PHP-FPM',
        'where `PATH_TRANSLATED` is set',
        'where an included file that may set it is missing, or an outer block is out of sight',
      ],
      severities: [
        '`info` where only port 9000 suggests PHP',
        '`info` for a fixed folder other than the root in which `try_files` looks for the script, if PHP runs on the same machine',
        '`warning` for `$document_root` beside an `alias`, where it makes the path of the location appear twice',
      ],
      remedy: `Write \`fastcgi_param ${NAME} ${BY_ROOT};\`, or \`$request_filename\` where an \`alias\` is used.`,
      links: [
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_param',
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#var_fastcgi_script_name',
      ],
    },
    options: {},
    messages: {
      missing: ({ line }: { line: string }) => `PHP gets no ${NAME}, so that it runs nothing; add "${line}"`,
      perhaps: ({ line }: { line: string }) =>
        `port 9000 is that of PHP-FPM, which runs nothing without ${NAME}; if it is PHP, add "${line}"`,
      alias: ({ value }: { value: string }) =>
        `beside "alias" the path "${value}" is no file, as it holds the path of the location too; write $request_filename`,
      elsewhere: ({ value, root }: { value: string; root: string }) =>
        `"try_files" looks for the script in "root ${root}", but "${value}" runs the one in another folder; write $document_root in its place`,
    },
  },
  (ctx) => ({
    config(model) {
      const told = new Set<Occurrence>();
      for (const pass of passesOf(model)) {
        if (pass.module !== 'fastcgi') continue;
        const php = isPhp(model, pass);
        if (!php && pass.target.port !== 9000) continue;
        const params = headersAt(model, pass.block, 'fastcgi_param');
        const script = params.findLast(({ name }) => name === NAME);
        if (script === undefined) {
          if (params.some(({ name }) => name === 'PATH_TRANSLATED') || !isSeen(model, pass.block, params)) continue;
          const aliased = isAliased(model, pass.block);
          const line = `fastcgi_param ${NAME} ${aliased ? '$request_filename' : BY_ROOT};`;
          ctx.report(
            pass.at,
            pass.at.node.name,
            php ? 'missing' : 'perhaps',
            { line },
            {
              severity: php ? 'error' : 'info',
              fixes: addParam(model, pass, line),
            },
          );
        } else if (!told.has(script.at)) {
          const wrong = wrongFolder(model, pass, script);
          const word = script.at.node.args[1];
          if (wrong === null || word === undefined) continue;
          told.add(script.at);
          const severity = wrong.message === 'alias' ? 'warning' : 'info';
          ctx.report(script.at, word, wrong.message, { value: script.value, root: wrong.root }, { severity });
        }
      }
    },
  }),
);

/** Is all there to be read that may set it? `fastcgi_params` is known as nginx ships it, but many sites have one of their own. */
function isSeen(model: ConfigModel, block: Occurrence, params: readonly HeaderSetting[]): boolean {
  if (hasUnread(model, block) || (params.length === 0 && !model.tree.whole)) return false;
  return model.certain || !params.some(({ at }) => at.file.startsWith('nginx-lint-bundled:'));
}

/** By what it is called: sockets, groups, locations and index files with `php` in their names. Its status page is no script. */
function isPhp(model: ConfigModel, { at, block, target }: Pass): boolean {
  const [word] = at.node.args;
  const pattern = model.location(block)?.pattern ?? '';
  if (/status|ping/i.test(pattern)) return false;
  if (/php|fpm/i.test(word?.value ?? '') || /\.php/.test(pattern)) return true;
  if (target.upstream?.servers.some(({ address }) => /php|fpm/i.test(address.value))) return true;
  return model.effective(block, 'fastcgi_index').values.some(({ node }) => /\.php$/.test(node.args[0]?.value ?? ''));
}

function isAliased(model: ConfigModel, block: Occurrence): boolean {
  return model.effective(block, 'alias').values.length > 0;
}

interface Wrong {
  readonly message: 'alias' | 'elsewhere';
  readonly root: string;
}

function wrongFolder(model: ConfigModel, pass: Pass, { value, at }: HeaderSetting): Wrong | null {
  const { block } = pass;
  if (isAliased(model, block)) {
    return value === BY_ROOT && keepsPath(model, block) && at.parent === block ? { message: 'alias', root: '' } : null;
  }
  const folder = /^(\/[^$]*?)\/*\$(?:fastcgi_script_name|\{fastcgi_script_name\})$/.exec(value)?.[1];
  const root = model.effective(block, 'root').values[0]?.node.args[0]?.value.replace(/\/+$/, '');
  if (folder === undefined || root === undefined || root.includes('$') || !root.startsWith('/')) return null;
  const looked =
    tryFiles(block)?.files.some(({ value: file }) => /^\$(?:uri|fastcgi_script_name)$/.test(file)) ?? false;
  return folder === root || !looked || !isHere(pass) ? null : { message: 'elsewhere', root };
}

/** Does the path of the request go to PHP as it came? */
function keepsPath(model: ConfigModel, block: Occurrence): boolean {
  const { pattern, match } = model.location(block) ?? { pattern: '/', match: 'prefix' };
  const prefix = match === 'regex' ? model.location(block)?.parent?.pattern : pattern;
  if (prefix === undefined || prefix === '/' || model.effective(block, 'fastcgi_split_path_info').values.length > 0)
    return false;
  for (let level: Occurrence | null = block; level !== null; level = level.parent) {
    if (level.children.some(({ name }) => name === 'rewrite')) return false;
  }
  return ![...walk(block)].some(({ name }) => name === 'rewrite');
}

/** In a container the folders of PHP may well be others than those of nginx. */
function isHere({ target }: Pass): boolean {
  const addresses = target.upstream?.servers.map(({ address }) => address.value) ?? [
    target.unix ? `unix:${target.host}` : `${target.host}:${target.port}`,
  ];
  return addresses.every((text) => {
    const parsed = parseAddress(text, { defaultPort: 80 });
    return parsed !== null && (parsed.family === 'unix' || isLoopback(parsed));
  });
}

/** Beside the other parameters of the block; what it has from further out is repeated. */
function addParam(model: ConfigModel, { at, block }: Pass, line: string): readonly Fix[] {
  // An `if` holds no parameters: they stand in front of it.
  const level = model.location(block)?.at ?? block;
  const before = firstOwn(model, level, 'fastcgi_param');
  const place = before ?? statementIn(level, at);
  const into = model.source(place.file);
  const inherited = before === null ? copies(model, model.effective(level, 'fastcgi_param').values, into) : [];
  if (inherited === null) return [];
  return [{ title: `Add ${NAME}`, safe: true, edits: [insertBefore(into, place.node, [...inherited, line])] }];
}
