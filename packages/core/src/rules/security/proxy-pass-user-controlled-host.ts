import { subjectEndings } from '@nginx-lint/regex';
import type { Related, Severity } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { guardsAt } from '../../model/access.ts';
import { own } from '../../model/blocks.ts';
import { comparisonOf } from '../../model/captures.ts';
import { expressionAt } from '../../model/expressions.ts';
import { contentHandler } from '../../model/handlers.ts';
import { type PassHost, passHosts } from '../../model/pass-hosts.ts';
import { PASS_DIRECTIVES } from '../../model/peers.ts';
import { type Reference, referencesIn } from '../../model/references.ts';
import type { ConfigModel, ServerModel } from '../../model/types.ts';
import { type ClientPart, mayHold, possibleValues, type ValuePart } from '../../model/value-flow.ts';
import { programs } from '../../model/variable-sources.ts';
import { socketsOf } from '../../route/sockets.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'proxy-pass-user-controlled-host',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'The client decides where nginx connects',
      why: 'With a host from the request, anybody can send nginx to any address that it can reach: internal services, the metadata service of the cloud, the loopback interface. The requests come from a machine that is trusted there.',
      bad: 'resolver 127.0.0.53;\nserver {\n    listen 80;\n    location /fetch/ { proxy_pass http://$arg_host; }\n}',
      good: 'resolver 127.0.0.53;\nmap $arg_target $backend {\n    default a.internal;\n    b       b.internal;\n}\nserver {\n    listen 80;\n    location /fetch/ { proxy_pass http://$backend; }\n}',
      context: 'http',
      silent: [
        'where a `map` returns names of its own',
        'where the client writes the path only',
        'for a group of an expression without dots and slashes, and for one in front of a domain of the site (`http://$1.internal`)',
        'for `$host` in a server with names that is not the default of its addresses',
        'in `internal` locations',
        'where an `if` tests the variable first',
      ],
      severities: ['`info` where only known clients have access'],
      remedy:
        'Let a `map` turn what the client may ask for into the names of backends, and refuse the rest. For `$host` give the server its names, and let another server refuse unknown ones.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
        'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery',
      ],
    },
    options: {},
    messages: {
      host: ({ variable, directive }: { variable: string; directive: string }) =>
        `the client decides where "${directive}" connects: "${variable}" in the host is what it sends; take the host from a "map" of known names`,
      through: ({ variable, source, directive }: { variable: string; source: string; directive: string }) =>
        `the client decides where "${directive}" connects: "${variable}" holds "${source}", which it sends; take the host from a "map" of known names`,
      named: ({ variable, directive }: { variable: string; directive: string }) =>
        `the client decides where "${directive}" connects: this server takes requests with any "${variable}"; give it names, and refuse the others in a default server`,
    },
  },
  (ctx) => ({
    directives: Object.fromEntries(
      PASS_DIRECTIVES.map((directive) => [
        directive,
        (at: Occurrence) => {
          const word = at.node.args[0];
          const block = at.parent;
          if (word === undefined || block === null || !word.value.includes('$') || !answers(ctx.model, at)) return;
          for (const host of passHosts(ctx.model, at)) {
            const part = chosenPart(ctx.model, at, host);
            if (part === null || isChecked(ctx.model, at, part)) continue;
            const reference = referenceTo(ctx.model, at, word, part);
            const data = { variable: reference?.text ?? part.variable, source: part.variable, directive };
            const isHost = part.variable === '$host' || part.variable === '$http_host';
            const written = reference === null || reference.name === part.variable.slice(1);
            ctx.report(at, reference?.span ?? word, written ? (isHost ? 'named' : 'host') : 'through', data, {
              related: relatedOf(host, part),
              severity: severityAt(ctx.model, block),
            });
            return;
          }
        },
      ]),
    ),
  }),
);

/** Do requests of clients get to it? */
function answers(model: ConfigModel, at: Occurrence): boolean {
  const block = at.parent;
  if (block === null || at.fact === null || model.effective(block, 'internal').values.length > 0) return false;
  const handler = contentHandler(model, block);
  return handler === null || handler.at === at;
}

/** The part of the host that sends nginx to any host; null where there is none. */
function chosenPart(model: ConfigModel, at: Occurrence, { authority, value }: PassHost): ClientPart | null {
  if (authority === null) {
    const [first] = value.parts;
    // Such a value has to bring the scheme as well.
    const isUrl = first?.kind === 'client' && mayHold(first, ':') && mayHold(first, '/');
    return isUrl && isFree(model, at, first) ? first : null;
  }
  for (let index = authority.length - 1; index >= 0; index--) {
    const part = authority[index];
    if (part?.kind !== 'client' || !isFree(model, at, part)) continue;
    if (isPort(authority.slice(0, index))) continue;
    if (mayHold(part, '/') || mayHold(part, '?')) return part;
    if (mayHold(part, '.') && !part.endings.every(isDomain) && isPortOnly(authority.slice(index + 1))) return part;
  }
  return null;
}

function isPort(before: readonly ValuePart[]): boolean {
  return before.some((part) => part.kind === 'text' && part.text.includes(':'));
}

/** A name of one's own behind it keeps the client in that domain. */
function isPortOnly(after: readonly ValuePart[]): boolean {
  const [first] = after;
  if (first === undefined) return true;
  return first.kind === 'text' && (first.text.startsWith(':') || first.text === '.');
}

/** May it be any host, as far as the server does not say which ones it takes? */
function isFree(model: ConfigModel, at: Occurrence, { variable }: ClientPart): boolean {
  return (variable !== '$host' && variable !== '$http_host') || takesAll(model, at);
}

/** A text such as `.example.com`: with it at its end a name stays in that domain, which `.com` does not say. */
function isDomain(ending: string): boolean {
  return /[a-z0-9-]\.[a-z]/i.test(ending);
}

/** Does a server answer requests for any host? */
function takesAll(model: ConfigModel, at: Occurrence): boolean {
  const server = model.server(at);
  if (server === null || server.at.implied) return false;
  if (server.listens.some(({ defaultServer }) => defaultServer)) return true;
  if (own(server.at, 'server_name').some((names) => names.node.args.some((word) => isAnyName(model, names, word))))
    return true;
  const nameless = server.names.every(({ value }) => value === '' || value === '_');
  if (nameless || !model.tree.whole) return nameless;
  return isDefault(model, server);
}

function isDefault(model: ConfigModel, server: ServerModel): boolean {
  return socketsOf(model).some(({ defaultServer }) => defaultServer === server);
}

/** An expression that does not end with a domain. */
function isAnyName(model: ConfigModel, at: Occurrence, { value }: Word): boolean {
  if (!value.startsWith('~')) return false;
  return !subjectEndings(expressionAt(model, at, value.slice(1), true)).every(isDomain);
}

/** Is the variable looked at by a condition before, or by a signature? What that lets through is not asked. */
function isChecked(model: ConfigModel, at: Occurrence, { variable }: ClientPart): boolean {
  const block = at.parent;
  if (block !== null && model.effective(block, 'secure_link').values.length > 0) return true;
  return programs(at).some(({ block: program }) =>
    [program, ...program.children].some((each) => each.name === 'if' && comparisonOf(each)?.variable === variable),
  );
}

/** The variable of the word through which the client's part comes. */
function referenceTo(model: ConfigModel, at: Occurrence, word: Word, part: ClientPart): Reference | null {
  const references = referencesIn(model.source(at.file), word);
  const holds = ({ text }: Reference): boolean =>
    possibleValues(model, at, text).some(({ parts }) =>
      parts.some((each) => each.kind === 'client' && each.variable === part.variable),
    );
  return references.find(holds) ?? null;
}

function relatedOf({ value }: PassHost, { cutBy, variable }: ClientPart): Related[] {
  const related: Related[] = value.through.map((at) => ({
    file: at.file,
    span: at.node.args[at.name === 'set' ? 1 : 0] ?? at.node.name,
    message: 'the value comes from here',
  }));
  if (cutBy !== null) {
    const span = cutBy.node.args.at(-1) ?? cutBy.node.name;
    related.push({ file: cutBy.file, span, message: `cuts ${variable} out` });
  }
  return related;
}

function severityAt(model: ConfigModel, block: Occurrence): Severity {
  return guardsAt(model, block).length > 0 ? 'info' : 'error';
}
