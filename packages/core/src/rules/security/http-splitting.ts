import type { Fix, Related } from '../../lint/diagnostic.ts';
import { defineRule } from '../../lint/rule.ts';
import { identityChecks } from '../../model/access.ts';
import { returnedStatus } from '../../model/answers.ts';
import { blockAt } from '../../model/blocks.ts';
import { contentHandler } from '../../model/handlers.ts';
import { type Reference, referencesIn } from '../../model/references.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import { type ClientPart, mayHold, mostBytes, type PossibleValue, possibleValues } from '../../model/value-flow.ts';
import { programs } from '../../model/variable-sources.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const ABSOLUTE = /^(?:https?:\/\/|\$scheme)/;

export default defineRule(
  {
    id: 'http-splitting',
    group: 'security',
    severity: 'error',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A decoded path gets into a header, with its line breaks',
      why: "nginx decodes the path of a request: `%0d%0a` becomes a line break in `$uri` and in what expressions cut out of it. In a header or a redirect it ends the line, and what follows is a header of the client's choice: `Set-Cookie` for other people, or a whole second request to the backend.",
      bad: 'location /old/ { return 301 https://$host$uri; }',
      good: 'location /old/ { return 301 https://$host$request_uri; }',
      context: 'http, server',
      silent: [
        'for `$request_uri`, `$args` and `$host`, which hold no line breaks',
        'for groups that match no newline: `.` matches none, `[^/]` does',
        'for `$1` in the target of a `rewrite`, which nginx escapes',
        'in exact locations, and behind `if (-f …)`',
        'in the text of a `return 200`',
        'for backends that nginx asks by HTTP/2 or gRPC, whose headers are no lines',
        'for `add_header` without `always` where only files are served, as no file has such a name',
      ],
      severities: [
        '`warning` for `$remote_user` and `$request_body`',
        '`info` for a carriage return alone, with the option `carriageReturns`',
      ],
      remedy:
        'Write `$request_uri`, which is the path as the client sent it, with its arguments. Let groups match no whitespace: `[^/\\s]+` in place of `[^/]+`.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_uri',
        'https://cwe.mitre.org/data/definitions/113.html',
      ],
    },
    options: { carriageReturns: false },
    optionDocs: {
      carriageReturns:
        'Report groups that match a carriage return but no newline, such as `.`, in response headers. HTTP has clients read it as a space or refuse it, but some end the line there.',
    },
    messages: {
      carriage: ({ variable, into }: { variable: string; into: string }) =>
        `"${variable}" may hold a carriage return (%0d in the path), at which some clients end the line of ${into}; let the group match no whitespace, as in [^/\\s]+`,
      path: ({ variable, into, rewritten }: { variable: string; into: string; rewritten: boolean }) =>
        `"${variable}" is decoded, so that %0d%0a in a path begins a new line in ${into}; ${rewritten ? 'cut what is needed out of $request_uri with a "map"' : 'use "$request_uri"'}`,
      group: ({ variable, into }: { variable: string; into: string }) =>
        `"${variable}" may hold a line break (%0d%0a in the path), which begins a new line in ${into}; let the group match no whitespace, as in [^/\\s]+`,
      through: ({ variable, source, into }: { variable: string; source: string; into: string }) =>
        `"${variable}" holds "${source}", whose line breaks (%0d%0a) begin a new line in ${into}; use "$request_uri", or an expression that matches no whitespace`,
      other: ({ variable, into }: { variable: string; into: string }) =>
        `"${variable}" may hold a line break, which begins a new line in ${into}; remove it, or check it before`,
    },
  },
  (ctx) => {
    // The same few texts stand in most places.
    const plain = new Map<string, boolean>();
    const isPlain = (at: Occurrence, word: Word): boolean => {
      let answer = plain.get(word.value);
      if (answer === undefined) {
        const file = ctx.model.source(at.file);
        answer = referencesIn(file, word).every(({ name }) => holdsNoLine(ctx.model, name));
        plain.set(word.value, answer);
      }
      return answer;
    };
    const isAsked = (at: Occurrence, word: Word | undefined): word is Word =>
      word?.value.includes('$') === true && !isPlain(at, word) && !isElsewhere(ctx.model, at);
    const find = (at: Occurrence, word: Word, into: string): void => {
      for (const reference of referencesIn(ctx.model.source(at.file), word)) {
        const found = brokenBy(ctx.model, at, reference, '\n');
        if (found === null && ctx.options.carriageReturns && !at.name.startsWith('proxy_')) {
          const carriage = brokenBy(ctx.model, at, reference, '\r');
          if (carriage === null || carriage.part.cutBy === null || isForFilesOnly(ctx.model, at)) continue;
          const related = relatedOf(carriage.value, carriage.part);
          ctx.report(at, reference.span, 'carriage', { variable: reference.text, into }, { related, severity: 'info' });
          return;
        }
        if (found === null || isForFilesOnly(ctx.model, at)) continue;
        const { value, part } = found;
        const data = { variable: reference.text, source: part.variable, into, rewritten: isSentThere(ctx.model, at) };
        const isUser = part.variable === '$remote_user' || part.variable === '$request_body';
        const kind = isUser ? 'other' : value.through.length > 0 ? 'through' : part.cutBy === null ? 'path' : 'group';
        ctx.report(at, reference.span, kind, data, {
          related: relatedOf(value, part),
          fixes: kind === 'path' ? rawPath(ctx.model, at, word, reference) : [],
          ...(isUser ? { severity: 'warning' as const } : {}),
        });
        return;
      }
    };
    const redirect = (at: Occurrence, word: Word | undefined): void => {
      if (isAsked(at, word)) find(at, word, 'the header Location');
    };
    const header = (whose: string) => (at: Occurrence) => {
      const value = at.node.args[1];
      if (isAsked(at, value)) find(at, value, `the header ${at.node.args[0]?.value} of ${whose}`);
    };
    return {
      directives: {
        return(at) {
          const [first, second] = at.node.args;
          const url = second ?? (first !== undefined && ABSOLUTE.test(first.value) ? first : undefined);
          if (REDIRECTS.has(returnedStatus(at))) redirect(at, url);
        },
        rewrite(at) {
          const [, target, flag] = at.node.args;
          if (target === undefined) return;
          const external = flag?.value === 'redirect' || flag?.value === 'permanent' || ABSOLUTE.test(target.value);
          if (external) redirect(at, target);
        },
        error_page(at) {
          const target = at.node.args.at(-1);
          if (target !== undefined && ABSOLUTE.test(target.value)) redirect(at, target);
        },
        add_header: header('responses'),
        add_trailer: header('responses'),
        proxy_set_header: header('requests to the backend'),
        more_set_headers(at) {
          for (const word of at.node.args) if (isAsked(at, word)) find(at, word, 'a header of responses');
        },
        proxy_pass(at) {
          const word = at.node.args[0];
          if (isAsked(at, word)) find(at, word, 'the request to the backend');
        },
      },
    };
  },
);

/** Does neither sign that ends a line get into a variable, wherever it is read? */
function holdsNoLine(model: ConfigModel, name: string): boolean {
  const most = mostBytes(model, name);
  return most !== null && !mayHold({ bytes: most }, '\n') && !mayHold({ bytes: most }, '\r');
}

/** Out of http, or to a backend that is spoken to in HTTP/2, where lines do not count. */
function isElsewhere(model: ConfigModel, at: Occurrence): boolean {
  if (/^(?:stream|mail)/.test(at.context)) return true;
  if (at.parent === null || !at.name.startsWith('proxy_')) return false;
  return model.effective(at.parent, 'proxy_http_version').values[0]?.node.args[0]?.value === '2';
}

function brokenBy(
  model: ConfigModel,
  at: Occurrence,
  { text, name }: Reference,
  sign: '\n' | '\r',
): { readonly value: PossibleValue; readonly part: ClientPart } | null {
  const most = mostBytes(model, name);
  if (most !== null && !mayHold({ bytes: most }, sign)) return null;
  for (const value of possibleValues(model, at, text)) {
    for (const part of value.parts) {
      if (part.kind !== 'client' || !mayHold(part, sign)) continue;
      if (part.variable === '$remote_user' && isKnownUser(model, at)) continue;
      return { value, part };
    }
  }
  return null;
}

/** A name that was checked holds nothing strange. */
function isKnownUser(model: ConfigModel, at: Occurrence): boolean {
  const block = blockAt(at);
  return block !== null && identityChecks(model, block).length > 0;
}

/** Is it an `add_header` without `always` of blocks that serve files alone? Then the path is that of a file. */
function isForFilesOnly(model: ConfigModel, at: Occurrence): boolean {
  const name = at.name;
  if (!name.startsWith('add_') || at.node.args[2]?.value === 'always' || at.parent === null) return false;
  const inner = model.servers.flatMap(({ at: server, allLocations }) => [
    server,
    ...allLocations.map((each) => each.at),
  ]);
  const used = inner.filter((block) => model.effective(block, name).values.includes(at));
  const blocks = at.parent.name === 'if' ? [at.parent] : used;
  return (
    blocks.length > 0 &&
    blocks.every(
      (block) => !block.implied && !hasUnread(model, block) && contentHandler(model, block)?.kind === 'static',
    )
  );
}

function relatedOf({ through }: PossibleValue, { variable, cutBy }: ClientPart): Related[] {
  const related: Related[] = through.map((at) => ({
    file: at.file,
    span: at.node.args[at.name === 'set' ? 1 : 0] ?? at.node.name,
    message: 'the value comes from here',
  }));
  if (cutBy !== null) {
    const span = cutBy.node.args.at(-1) ?? cutBy.node.name;
    related.push({ file: cutBy.file, span, message: `${variable} is cut out of the path by this expression` });
  }
  return related;
}

/**
 * `$uri` and what adds the arguments to it become `$request_uri`: in redirects that say the same place of another host,
 * and where the path has not been rewritten.
 */
function rawPath(model: ConfigModel, at: Occurrence, word: Word, { name, before, rest, span }: Reference): Fix[] {
  const isPath = name === 'uri' || name === 'document_uri';
  const tail = /^(?:\$is_args\$args|\$is_args\$query_string|\?\$args|\?\$query_string)?$/.exec(rest)?.[0];
  if (!isPath || tail === undefined || span === word || isSentThere(model, at)) return [];
  if (at.name !== 'return' || !/^(?:https?|\$scheme):\/\/[^/]+$/.test(before)) return [];
  const edits = [{ file: at.file, span: { start: span.start, end: span.end + tail.length }, text: '$request_uri' }];
  return [{ title: 'Use $request_uri, the path and the arguments as they were sent', safe: true, edits }];
}

/** May the path be another one than the client's: rewritten, or that of an internal redirect? */
function isSentThere(model: ConfigModel, at: Occurrence): boolean {
  const location = model.location(at);
  if (location?.match === 'named' || (location && model.effective(location.at, 'internal').values.length > 0))
    return true;
  return programs(at).some(({ block }) => block.children.some(({ name }) => name === 'rewrite'));
}
