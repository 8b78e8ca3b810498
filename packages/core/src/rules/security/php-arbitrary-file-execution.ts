import { createMatcher, type Pattern } from '@nginx-lint/regex';
import type { Fix } from '../../lint/diagnostic.ts';
import { insertBefore } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { enclosing, isWrittenIn, own } from '../../model/blocks.ts';
import { expression } from '../../model/expressions.ts';
import { contentHandler } from '../../model/handlers.ts';
import { headersAt } from '../../model/headers.ts';
import { locationPattern } from '../../model/locations.ts';
import { proxyTarget } from '../../model/proxying.ts';
import { tryFiles } from '../../model/redirects.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { programs } from '../../model/variable-sources.ts';
import { searchLocation } from '../../route/location-tree.ts';
import type { Occurrence } from '../../tree/tree.ts';

const IN_FILE = '/a.jpg/x.php';
const IN_NAME = '/a.php.jpg';
/** Folders to which applications write what visitors send them. */
const FOLDERS = ['/uploads', '/files', '/wp-content/uploads'];
/** Variables that hold the path of the request. */
const OF_PATH = /\$\{?(?:uri|document_uri|fastcgi_script_name|request_filename|request_uri|script_name|[1-9])\b/;

export default defineRule(
  {
    id: 'php-arbitrary-file-execution',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'Paths go to PHP although no such script exists',
      why: '`/upload/a.jpg/x.php` is no file. PHP with `cgi.fix_pathinfo`, its default, goes back along the path until it finds one, and runs `a.jpg`. Whoever may upload an image may then run programs. `security.limit_extensions` of PHP-FPM prevents that unless somebody has emptied it. Without `$` at its end the expression takes `a.php.jpg` too.',
      bad: 'root /srv/www;\nlocation ~ \\.php$ {\n    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n    fastcgi_pass 127.0.0.1:9000;\n}',
      good: 'root /srv/www;\nlocation ~ \\.php$ {\n    try_files $uri =404;\n    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n    fastcgi_pass 127.0.0.1:9000;\n}',
      context: 'http, server',
      silent: [
        'where `try_files`, or an `if` with `-f` or `-e`, tests that the file exists',
        'for a front controller (`~ ^/index\\.php(/|$)`), and where `SCRIPT_FILENAME` names one file',
        'where another location takes the folders of uploads',
        'in `internal` locations',
      ],
      severities: [
        '`warning` where nginx reaches PHP-FPM through a socket on the same machine',
        '`warning` for a missing `$` alone',
      ],
      remedy:
        'Add `try_files $uri =404;`, or `try_files $fastcgi_script_name =404;` with `fastcgi_split_path_info`, and end the expression with `$`. PHP on another machine has to test itself: set `cgi.fix_pathinfo=0` there.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_fastcgi_module.html#fastcgi_split_path_info',
        'https://www.php.net/manual/en/install.fpm.configuration.php#security-limit-extensions',
        'https://www.cve.org/CVERecord?id=CVE-2019-11043',
      ],
    },
    options: {},
    messages: {
      unchecked: ({ pattern, path }: { pattern: string; path: string }) =>
        `"${pattern}" hands ${path} to PHP, which may run the file before the last slash as a script; add "try_files $uri =404"`,
      unanchored: ({ pattern, path }: { pattern: string; path: string }) =>
        `"${pattern}" takes ${path} for a script, as its end is open; end it with "$"`,
    },
  },
  (ctx) => ({
    directives: {
      fastcgi_pass(at) {
        const { model } = ctx;
        const block = enclosing(at, 'location');
        const location = block === null ? null : locationPattern(block.node.args);
        if (block === null || location?.match !== 'regex' || !/php/i.test(location.pattern)) return;
        const tree = expression(location.pattern, location.caseless, model.source(block.file).encoding);
        if (!tree.accepted || !takesScript(model, at, block) || model.effective(block, 'internal').values.length > 0)
          return;
        const data = { pattern: location.pattern };
        const related = [{ file: at.file, span: at.node.name, message: 'passes requests on' }];
        const inFile = isChecked(at, block) ? null : reachedBy(model, block, tree, IN_FILE);
        const inName = inFile === null ? reachedBy(model, block, tree, IN_NAME) : null;
        if (inFile !== null) {
          const severity = isLocal(model, at) ? 'warning' : 'error';
          const fixes = checked(model, at, block);
          ctx.report(block, location.word, 'unchecked', { ...data, path: inFile }, { related, severity, fixes });
        } else if (inName !== null) {
          ctx.report(block, location.word, 'unanchored', { ...data, path: inName }, { related, severity: 'warning' });
        }
      },
    },
  }),
);

/** Is the script that is run named by the path? */
function takesScript(model: ConfigModel, at: Occurrence, block: Occurrence): boolean {
  const inner = at.parent ?? block;
  const handler = contentHandler(model, inner);
  if (handler !== null && handler.at !== at) return false;
  const scripts = headersAt(model, block, 'fastcgi_param').filter(({ name }) => name === 'SCRIPT_FILENAME');
  if (scripts.length === 0) return hasUnread(model, block);
  return scripts.every(({ value }) => OF_PATH.test(value));
}

/** Is it looked whether the file is there, in the location or before? */
function isChecked(at: Occurrence, block: Occurrence): boolean {
  if (tryFiles(block)?.files.some(({ value }) => value.includes('$'))) return true;
  const isFileTest = (each: Occurrence): boolean =>
    each.name === 'if' && /^\(?!?-[fe]$/.test(each.node.args.find(({ value }) => value !== '(')?.value ?? '');
  return programs(at).some(({ block: program }) => isFileTest(program) || own(program, 'if').some(isFileTest));
}

/** The path, with a folder for uploads in front of it, that comes to a location; null where others take such folders. */
function reachedBy(model: ConfigModel, block: Occurrence, tree: Pattern, path: string): string | null {
  if (!takesAll(tree, path)) return null;
  const samples = FOLDERS.map((folder) => folder + path);
  const location = model.location(block);
  if (location === null) return samples[0] ?? null;
  const comes = (sample: string): boolean => {
    const found = searchLocation(model, location.server, sample);
    return found.kind === 'location' && found.location === location;
  };
  return samples.every(comes) ? (samples[0] ?? null) : null;
}

const taken = new WeakMap<Pattern, Map<string, boolean>>();

/** Does an expression match a path in each of the folders? */
function takesAll(tree: Pattern, path: string): boolean {
  const known = taken.get(tree) ?? new Map<string, boolean>();
  taken.set(tree, known);
  let answer = known.get(path);
  if (answer === undefined) {
    const matcher = createMatcher(tree);
    answer = FOLDERS.every((folder) => {
      const result = matcher.match(folder + path);
      return result !== null && result !== 'cannot-evaluate';
    });
    known.set(path, answer);
  }
  return answer;
}

function isLocal(model: ConfigModel, at: Occurrence): boolean {
  const target = proxyTarget(model, at);
  if (target === null) return false;
  return target.unix || (target.upstream?.servers.some(({ address }) => address.value.startsWith('unix:')) ?? false);
}

function checked(model: ConfigModel, at: Occurrence, block: Occurrence): Fix[] {
  if (at.parent !== block || !isWrittenIn(at, block)) return [];
  const split = model.effective(block, 'fastcgi_split_path_info').values.length > 0;
  const line = `try_files ${split ? '$fastcgi_script_name' : '$uri'} =404;`;
  const first = block.children.find((child) => isWrittenIn(child, block)) ?? at;
  const edits = [insertBefore(model.source(block.file), first.node, [line])];
  return [{ title: 'Answer 404 where the script is not there', safe: false, edits }];
}
