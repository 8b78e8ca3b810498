import type { Fix } from '../../lint/diagnostic.ts';
import { insertAfter, statementText } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { accessList, identityChecks } from '../../model/access.ts';
import { answeringBlocks } from '../../model/answering-blocks.ts';
import { returnedStatus } from '../../model/answers.ts';
import { isInside, isWrittenIn, own } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import type { ConfigModel, LocationModel } from '../../model/types.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** Short answers without variables say little: `ok`, `pong`, `{"status":"up"}`. */
const SHORT = 24;

export default defineRule(
  {
    id: 'return-bypasses-access',
    group: 'security',
    severity: 'warning',
    preset: 'recommended',
    fix: 'unsafe',
    docs: {
      summary: 'A `return` answers before access rules and passwords are checked',
      why: 'nginx runs `return` and `rewrite` before it checks access rules. A location with `deny all` or `auth_basic` that returns a text returns it to everybody. `proxy_pass`, `stub_status` and files come after the rules.',
      bad: 'location = /report {\n    deny all;\n    return 200 "internal data";\n}',
      good: 'location = /report {\n    deny all;\n    try_files "" @report;\n}\nlocation @report { return 200 "internal data"; }',
      context: 'http, server',
      silent: [
        'for statuses of 400 and above, which reveal nothing, and for responses without a text',
        'inside an `if` whose condition may be a check of its own; one about the method, the path or the scheme is none',
        'for redirects under inherited rules',
        'for a short text without variables under inherited rules, such as the `ok` of a health check',
      ],
      severities: ['`info` for a redirect in a location with rules of its own'],
      remedy:
        'Let `try_files "" @name;` lead to a named location that returns the text, because `try_files` comes after the access rules.',
      links: [
        'https://nginx.org/en/docs/dev/development_guide.html#http_phases',
        'https://nginx.org/en/docs/http/ngx_http_access_module.html',
        'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
      ],
    },
    options: {},
    messages: {
      answered: ({ rule }: { rule: string }) =>
        `this "return" answers before nginx checks ${rule}, so that everybody gets its text; return it from a named location behind "try_files"`,
      redirected: ({ rule }: { rule: string }) =>
        `this "return" redirects before nginx checks ${rule}, so that everybody learns where to; remove the rule, or return from a named location behind "try_files"`,
    },
  },
  (ctx) => ({
    config(model) {
      if (model.named('return').length === 0) return;
      for (const server of model.servers) {
        const seen = new Set<Occurrence>();
        for (const block of answeringBlocks(model, server)) {
          // Whoever gets to a named location has passed the rules of another one.
          if (model.location(block)?.match === 'named' || model.effective(block, 'internal').values.length > 0)
            continue;
          const [rule] = rulesAt(model, block);
          if (rule === undefined) continue;
          for (const { at, always } of returnsAt(model, block)) {
            const level = always ? at.parent : block;
            if (seen.has(at) || level === null) continue;
            seen.add(at);
            const isOwn = isInside(rule, level);
            const kind = always || isOwn ? kindOf(at, isOwn) : null;
            if (kind === null || (kind === 'redirected' && !always)) continue;
            const location = always ? model.location(block) : null;
            ctx.report(
              at,
              at.node.name,
              kind,
              { rule: shown(rule) },
              {
                related: [{ file: rule.file, span: rule.node.name, message: 'is not checked' }],
                ...(kind === 'redirected' ? { severity: 'info' } : {}),
                fixes: location === null ? [] : behindTryFiles(model, location, at),
              },
            );
          }
        }
      }
    },
  }),
);

/** The `return` of all requests to a block, or those of some of them. */
function returnsAt(model: ConfigModel, block: Occurrence): readonly { at: Occurrence; always: boolean }[] {
  const handler = contentHandler(model, block);
  if (handler?.kind === 'return') return [{ at: handler.at, always: true }];
  const open = own(block, 'if').filter((condition) => !mayCheck(block, condition));
  return open.flatMap((condition) => own(condition, 'return').map((at) => ({ at, always: false })));
}

/** What every client says as it likes, and what no server takes for a password. */
const SAID =
  /^(?:request_method|uri|document_uri|request_uri|scheme|https|server_protocol|http_user_agent|http_accept|content_type)$/;

/** May a condition tell those who are welcome from others? A constant of the block itself tells nothing. */
function mayCheck(block: Occurrence, { node }: Occurrence): boolean {
  const constants = own(block, 'set').flatMap(({ node: { args } }) =>
    args[1] !== undefined && !args[1].value.includes('$') ? [args[0]?.value.slice(1)] : [],
  );
  const names = [
    ...node.args
      .map(({ value }) => value)
      .join(' ')
      .matchAll(/\$\{?(\w+)/g),
  ].map(([, name]) => name ?? '');
  return !names.every((name) => SAID.test(name) || constants.includes(name));
}

/** What would keep somebody out, were it looked at. */
function rulesAt(model: ConfigModel, block: Occurrence): readonly Occurrence[] {
  const denied = accessList(model, block).rules.filter(({ name }) => name === 'deny');
  return [...denied.slice(-1), ...identityChecks(model, block)];
}

function kindOf(at: Occurrence, isOwn: boolean): 'answered' | 'redirected' | null {
  const status = returnedStatus(at);
  if (status >= 300) return status < 400 && isOwn ? 'redirected' : null;
  const text = at.node.args[1]?.value ?? '';
  if (text === '') return null;
  return isOwn || text.includes('$') || text.length > SHORT ? 'answered' : null;
}

const shown = ({ node }: Occurrence): string =>
  node.name.value === 'deny' ? `"deny ${node.args[0]?.value ?? ''}"` : `"${node.name.value}"`;

/** Directives that do not matter to the answer, or that go with it. */
const ACCESS = /^(?:allow|deny|satisfy|auth_basic|auth_basic_user_file|auth_request|access_log|log_not_found)$/;

/** Only where nothing else in the location has to do with the answer. */
function behindTryFiles(model: ConfigModel, location: LocationModel, at: Occurrence): Fix[] {
  const { at: block, parent, server, pattern } = location;
  const others = block.children.filter((child) => child !== at && !ACCESS.test(child.name));
  const carried = others.filter(({ name }) => name === 'default_type');
  if (parent !== null || at.parent !== block || others.length > carried.length) return [];
  if (!block.children.every((child) => isWrittenIn(child, block))) return [];
  const name = `@${pattern.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'answer'}`;
  if (server.locations.some((each) => each.match === 'named' && each.pattern === name)) return [];
  const file = model.source(block.file);
  const body = [...carried, at].map(({ node }) => statementText(file, node)).join(' ');
  return [
    {
      title: `Return it from ${name}, behind the access rules`,
      safe: false,
      edits: [
        { file: at.file, span: { start: at.node.start, end: at.node.end }, text: `try_files "" ${name};` },
        insertAfter(file, block.node, [`location ${name} { ${body} }`]),
      ],
    },
  ];
}
