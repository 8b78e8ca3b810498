import type { Fix } from '../../lint/diagnostic.ts';
import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import { own } from '../../model/blocks.ts';
import { headersAt, namesHeader } from '../../model/headers.ts';
import type { ConfigModel } from '../../model/types.ts';
import { hasUnread } from '../../model/unread.ts';
import type { Occurrence } from '../../tree/tree.ts';

interface NewDefault {
  readonly value: string;
  /** The first nginx that has it. */
  readonly since: string;
}

/** Settings that used to be needed. */
const DEFAULTS: Readonly<Record<string, NewDefault>> = {
  proxy_http_version: { value: '1.1', since: '1.29.7' },
  keepalive_requests: { value: '1000', since: '1.19.10' },
};
const PROTOCOLS: NewDefault = { value: 'TLSv1.2 TLSv1.3', since: '1.27.3' };

export default defineRule(
  {
    id: 'redundant-since-default-changed',
    group: 'deprecated',
    severity: 'info',
    preset: 'strict',
    fix: 'safe',
    docs: {
      summary: 'A setting repeats what is the default by now',
      why: 'Since nginx 1.29.7 the default is HTTP/1.1 with connections to backends kept open, and since nginx 1.19.10 a client connection serves 1000 requests rather than 100. Lines that repeat a default make the configuration longer, and a `proxy_set_header` among them keeps the headers of the surrounding block out.',
      bad: 'proxy_http_version 1.1;\nproxy_set_header Connection "";\nproxy_set_header Host $host;\nproxy_pass http://127.0.0.1:9000;',
      good: 'proxy_set_header Host $host;\nproxy_pass http://127.0.0.1:9000;',
      context: 'http, server, location',
      silent: [
        'where `nginxVersion` is an nginx with the old default',
        'where a surrounding block sets another value',
        'where the line is the only `proxy_set_header` of its block and so keeps others out',
        'for `ssl_protocols`, which is often written down on purpose, unless the option `protocols` is set',
      ],
      remedy: 'Remove the line, unless older versions read the same file.',
      links: ['https://nginx.org/en/CHANGES'],
    },
    options: { protocols: false },
    optionDocs: { protocols: 'Report `ssl_protocols TLSv1.2 TLSv1.3` too, the default since nginx 1.27.3.' },
    messages: {
      redundant: ({ line, since }: { line: string; since: string }) =>
        `"${line}" is the default since nginx ${since}; remove it, unless older versions read this file too`,
    },
  },
  (ctx) => {
    const check = (at: Occurrence): void => {
      const { model, options } = ctx;
      const name = at.name;
      const known = name === 'ssl_protocols' ? PROTOCOLS : DEFAULTS[name];
      if (known === undefined || at.fact === null || at.parent === null || !model.facts.atLeast(known.since)) return;
      if (name === 'ssl_protocols' && !options.protocols) return;
      if (wordsOf(at) !== known.value || !isDefaultAround(model, at, known.value)) return;
      const data = { line: `${name} ${known.value}`, since: known.since };
      ctx.report(at, at.node.name, 'redundant', data, { fixes: [removal(model, at)] });
    };
    return {
      directives: {
        proxy_http_version: check,
        keepalive_requests: check,
        ssl_protocols: check,
        proxy_set_header(at) {
          const { model } = ctx;
          const { args } = at.node;
          if (args[1]?.value !== '' || !namesHeader(args[0], 'connection') || at.parent === null) return;
          if (!model.facts.atLeast('1.29.7') || !isNeedless(model, at, at.parent)) return;
          const data = { line: 'proxy_set_header Connection ""', since: '1.29.7' };
          ctx.report(at, at.node.name, 'redundant', data, { fixes: [removal(model, at)] });
        },
      },
    };
  },
);

const wordsOf = ({ node }: Occurrence): string =>
  node.args
    .map(({ value }) => value)
    .sort()
    .join(' ');

function removal(model: ConfigModel, at: Occurrence): Fix {
  return { title: 'Remove the line', safe: true, edits: [deleteStatement(model.source(at.file), at.node)] };
}

/** Without the line, would the default hold? A surrounding block may set another value, and may not be seen. */
function isDefaultAround(model: ConfigModel, at: Occurrence, value: string): boolean {
  const around = at.parent?.parent ?? null;
  if (!model.certain || (around !== null && hasUnread(model, around))) return false;
  // In a group nothing is inherited.
  if (at.context === 'upstream' || around === null) return true;
  return model.effective(around, at.name).values.every((outer) => wordsOf(outer) === value);
}

/** Does the header that nginx sends itself say the same, and does the block keep its other headers without the line? */
function isNeedless(model: ConfigModel, at: Occurrence, block: Occurrence): boolean {
  const [version] = model.effective(block, 'proxy_http_version').values;
  if (version !== undefined && version.node.args[0]?.value !== '1.1') return false;
  if (own(block, 'proxy_set_header').length > 1) return true;
  if (!model.certain || hasUnread(model, block)) return false;
  return (
    block.parent === null || headersAt(model, block.parent, 'proxy_set_header').every(({ at: outer }) => outer === at)
  );
}
