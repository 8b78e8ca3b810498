import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, insertAtStart, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { isWrittenIn } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { headerNamed, headersAt } from '../../model/headers.ts';
import { responseHeader, setsNoHeader } from '../../model/response-headers.ts';
import type { ConfigModel, LocationModel, ServerModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Word } from '../../syntax/nodes.ts';
import { listed } from '../../text/listing.ts';
import type { Occurrence } from '../../tree/tree.ts';

const CSP = 'Content-Security-Policy';

/** What a page should come with, and a value to begin with. */
const BASELINE: readonly (readonly [string, string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  [CSP, `"default-src 'self'"`],
];

const ALL = (1 << BASELINE.length) - 1;

/** Behind these directives of a server new headers stand well. */
const BEFORE: ReadonlySet<string> = new Set(['add_header', 'root', 'server_name', 'listen']);

export default defineRule(
  {
    id: 'security-headers-missing',
    group: 'security',
    severity: 'info',
    preset: 'strict',
    fix: 'unsafe',
    absence: true,
    docs: {
      summary: 'The pages of a site lack the headers with which browsers protect them',
      why: 'Unless a page says otherwise, anybody may put it into a frame and lay something over it, browsers guess what a file is, links reveal the address that they were on, and scripts from anywhere may run. Four lines change that.',
      bad: 'server {\n    listen 80;\n    server_name example.com;\n    root /srv/www;\n}',
      good: 'server {\n    listen 80;\n    server_name example.com;\n    root /srv/www;\n    add_header X-Content-Type-Options nosniff always;\n    add_header X-Frame-Options SAMEORIGIN always;\n    add_header Referrer-Policy strict-origin-when-cross-origin always;\n    add_header Content-Security-Policy "default-src \'self\'" always;\n}',
      context: 'http',
      silent: [
        'in servers whose `location /` answers with a `return` or serves nothing',
        'in servers that are an API by name (`api.example.com`) or by `default_type`',
        'where a script or module sets headers, or an included file is missing',
        'for X-Frame-Options where Content-Security-Policy has `frame-ancestors`',
        'for further blocks of a server, which is reported once',
      ],
      remedy:
        'Add the headers to the server, and try the policy as `Content-Security-Policy-Report-Only` first, because it blocks what it does not name. If the application behind nginx sends them, set the option `backend` or switch the rule off.',
      links: [
        'https://owasp.org/www-project-secure-headers/',
        'https://www.w3.org/TR/CSP3/',
        'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header',
      ],
    },
    options: { backend: false },
    optionDocs: {
      backend: 'Report only what is served from files, because the servers behind nginx send the headers.',
    },
    messages: {
      missing: ({ server, names }: { server: string; names: string }) =>
        `the pages of ${server} come without ${names}; add them to the server`,
    },
  },
  (ctx) => ({
    servers(server) {
      const { model, options } = ctx;
      const home = pagesOf(model, server, options.backend);
      if (home === null || server.at.implied || hasUnread(model, home)) return;
      const missing = missingAt(model, home);
      if (missing === null) return;
      const name = server.names[0]?.value ?? '';
      const data = { server: name === '' || name === '_' ? 'this server' : name, names: missing.names };
      const place = server.at.children.find(isServerName) ?? server.at;
      const fixes = added(model, server, home, missing.lines);
      ctx.report(place, server.names[0] ?? server.at.node.name, 'missing', data, { fixes });
    },
  }),
);

/** The block that answers with the pages of a site; null where there are none. */
function pagesOf(model: ConfigModel, server: ServerModel, filesOnly: boolean): Occurrence | null {
  if (server.names.some(isOfApi)) return null;
  const home = server.locations.find(isHome)?.at ?? server.at;
  const kind = contentHandler(model, home)?.kind;
  const passed = kind === 'proxy' || kind === 'fastcgi' || kind === 'uwsgi' || kind === 'scgi';
  if (kind !== 'static' && (filesOnly || !passed)) return null;
  if (kind === 'static' && !isSet(model, home, 'root') && !isSet(model, home, 'alias')) return null;
  if (home.children.some(mayDoAnything)) return null;
  const type = model.effective(home, 'default_type').values[0]?.node.args[0]?.value ?? '';
  return /json|xml/.test(type) ? null : home;
}

interface Missing {
  readonly names: string;
  readonly lines: readonly string[];
}

/** What the pages of a block lack; null where that is nothing. */
function missingAt(model: ConfigModel, block: Occurrence): Missing | null {
  const which = setsNoHeader(model, block) ? ALL : lackingAt(model, block);
  if (which === 0) return null;
  let words = known.get(which);
  if (words === undefined) {
    const missing = BASELINE.filter((_, index) => (which & (1 << index)) !== 0);
    const lines = missing.map(([name, value]) => `add_header ${name} ${value} always;`);
    words = { names: listed(missing.map(([name]) => name)), lines };
    known.set(which, words);
  }
  return words;
}

function lackingAt(model: ConfigModel, block: Occurrence): number {
  let which = 0;
  BASELINE.forEach(([name], index) => {
    if (!sends(model, block, name)) which |= 1 << index;
  });
  return which;
}

/** By the bits of what is missing: the words are the same for most servers. */
const known = new Map<number, Missing>();

function sends(model: ConfigModel, block: Occurrence, name: string): boolean {
  // What is set to '' is meant.
  if (responseHeader(model, block, name).state !== 'absent') return true;
  if (name === CSP) return responseHeader(model, block, `${CSP}-Report-Only`).state !== 'absent';
  if (name !== 'X-Frame-Options') return false;
  const policies = headerNamed(headersAt(model, block, 'add_header'), CSP);
  return policies.some(({ value }) => /frame-ancestors|\$/i.test(value));
}

const isSet = (model: ConfigModel, block: Occurrence, name: string): boolean =>
  model.effective(block, name).values.length > 0;

const isServerName = ({ name }: Occurrence): boolean => name === 'server_name';

const isOfApi = ({ value }: Word): boolean => /^api[.-]|\.api\./i.test(value);

/** Is it of a module that nobody knows here, or a script? */
function mayDoAnything({ fact, node }: Occurrence): boolean {
  return fact === null || fact.source !== 'core' || node.body?.kind === 'raw';
}

function isHome({ match, pattern }: LocationModel): boolean {
  return pattern === '/' && (match === 'prefix' || match === 'prefix-final');
}

/** The last of the lines behind which headers are usually written. */
function anchorIn(server: Occurrence): Occurrence | null {
  for (let index = server.children.length - 1; index >= 0; index--) {
    const child = server.children[index];
    if (child !== undefined && BEFORE.has(child.name) && isWrittenIn(child, server)) return child;
  }
  return null;
}

/** Only where the server's own headers reach the block. */
function added(model: ConfigModel, { at }: ServerModel, home: Occurrence, missing: readonly string[]): readonly Fix[] {
  if (home !== at && model.effective(home, 'add_header').setIn === home) return [];
  const { values, setIn } = model.effective(at, 'add_header');
  const file = model.source(at.file);
  const inherited = setIn === at ? [] : values.map((each) => statementText(model.source(each.file), each.node));
  const lines = inherited.length === 0 ? missing : [...inherited, ...missing];
  const anchor = anchorIn(at);
  const edit = anchor === null ? insertAtStart(file, at.node, lines) : insertAfter(file, anchor.node, lines);
  return edit === null ? [] : [{ title: 'Add the missing headers', safe: false, edits: [edit] }];
}
