import type { FileEdit, Fix } from '../../lint/diagnostic.ts';
import { deleteStatement, insertAfter, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { type Pass, passesOf } from '../../model/passes.ts';
import { type TryFiles, tryFiles } from '../../model/redirects.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import { wordBytes } from '../../route/bytes.ts';

/** Locations of scripts: there `try_files $uri =404` asks whether the script is there, and passes it on. */
const SCRIPTS = /\.(?:\(?\??:?)?(?:php|phtml|py|pl|cgi|fcgi|rb|asp|aspx|jsp|do|action)/i;

export default defineRule(
  {
    id: 'try-files-with-proxy-pass',
    group: 'proxy',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `try_files` serves no files in a location that passes requests on',
      why: '`try_files` only changes the path to the first file that exists, and the handler of the location answers. With a `proxy_pass` beside it each file is requested from the backend too, and the fallback comes back into the same location. Before nginx 1.29.4 the worker process crashes where `proxy_pass` has a URI and the file has a shorter path than the prefix that is cut off it.',
      bad: 'root /srv/www;\nlocation / { try_files $uri $uri/ /index.html; proxy_pass http://127.0.0.1:9000; }',
      good: 'root /srv/www;\nlocation / { try_files $uri $uri/ @app; }\nlocation @app { proxy_pass http://127.0.0.1:9000; }',
      context: 'http, server',
      silent: [
        'for scripts: `try_files $uri =404;` beside `fastcgi_pass`, or beside `proxy_pass` in a location such as `~ \\.php$`, keeps other names from the backend',
        'for FastCGI, uwsgi and SCGI in other locations than `/`',
      ],
      severities: ['`error` where the worker process crashes'],
      remedy: 'Put the passing directive with its settings into a named location, and end `try_files` with that name.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files',
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
      ],
    },
    options: {},
    messages: {
      passed: ({ directive }: { directive: string }) =>
        `"try_files" serves no file here, as "${directive}" answers for those that exist too; pass requests on in a named location`,
      crash: ({ file, location }: { file: string; location: string }) =>
        `nginx before 1.29.4 crashes where ${file} exists, as it is shorter than "${location}", which "proxy_pass" with a URI cuts off; pass requests on in a named location`,
    },
  },
  (ctx) => ({
    config(model) {
      for (const pass of passesOf(model)) {
        const { at, block, directive } = pass;
        const location = model.location(at);
        const tried = location?.at === block ? tryFiles(block) : null;
        if (location === null || tried === null) continue;
        const related = [{ file: at.file, span: at.node.name, message: 'answers instead' }];
        const short = shorterFile(model, location, pass, tried);
        if (short !== null) {
          const data = { file: short.value, location: location.pattern };
          ctx.report(tried.at, short, 'crash', data, { related, severity: 'error' });
        } else if (!isMeant(location, pass, tried)) {
          const fixes = useNamed(model, location, pass, tried);
          ctx.report(tried.at, tried.at.node.name, 'passed', { directive }, { related, fixes });
        }
      }
    },
  }),
);

/** Only scripts are asked for, so that every file that is found is for the backend. */
function isMeant({ match, pattern }: LocationModel, { module }: Pass, { fallback }: TryFiles): boolean {
  if (match === 'regex' && SCRIPTS.test(pattern)) return true;
  if (match === 'exact') return true;
  if (module === 'proxy' || module === 'grpc') return false;
  return pattern !== '/' || fallback.value.startsWith('=');
}

/** A file by a fixed name that is shorter than the text which is cut off it (ngx_http_proxy_create_request). */
function shorterFile(model: ConfigModel, location: LocationModel, { module, target }: Pass, { at, files }: TryFiles) {
  const { match, pattern } = location;
  if (module !== 'proxy' || target.uri === null || target.variable || model.facts.atLeast('1.29.4')) return null;
  if (match === 'regex' || match === 'named' || model.effective(location.at, 'alias').values.length > 0) return null;
  const length = wordBytes(model, location.at, pattern).length;
  const isShorter = (value: string): boolean => !value.includes('$') && wordBytes(model, at, value).length < length;
  return files.find(({ value }) => value.startsWith('/') && !value.endsWith('/') && isShorter(value)) ?? null;
}

/** Moves what passes on, with its settings, into a named location behind this one. */
function useNamed(model: ConfigModel, location: LocationModel, pass: Pass, tried: TryFiles): readonly Fix[] {
  const { at, server } = location;
  const { module, target } = pass;
  const source = model.source(at.file);
  const moved = at.children.filter(({ name }) => name.startsWith(`${module}_`));
  const written = [tried.at, ...moved].every((child) => child.file === at.file && isWrittenIn(child, at));
  // A named location takes no URI, and stands in a server.
  if (!written || target.uri !== null || location.parent !== null || !isWrittenIn(at, server.at)) return [];
  if (moved.some(({ node }) => node.body !== null)) return [];
  const edits: FileEdit[] = moved.map(({ node }) => deleteStatement(source, node));
  const { fallback } = tried;
  if (!fallback.value.startsWith('@')) {
    if (server.allLocations.some(({ match, pattern }) => match === 'named' && pattern === '@backend')) return [];
    edits.push({ file: at.file, span: fallback, text: '@backend' });
    const lines = moved.map(({ node }) => `    ${statementText(source, node)}`);
    edits.push(insertAfter(source, at.node, ['location @backend {', ...lines, '}']));
  } else if (moved.length > 1) return [];
  return [{ title: 'Pass requests on in a named location', safe: false, edits }];
}
