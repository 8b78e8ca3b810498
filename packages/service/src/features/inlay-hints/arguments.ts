import { type Occurrence, parseSize } from '@nginx-lint/core';
import { bytesText } from '../hover/quantity.ts';
import type { Standing } from '../hover/subject.ts';
import { code } from '../markdown.ts';
import type { Hint, HintSource } from './hint.ts';

const STATUS: Readonly<Record<string, string>> = { redirect: '302', permanent: '301' };

/** By directive; few, and only where the text leaves something out that people look up. */
const ARGUMENTS: Readonly<Record<string, (at: Occurrence) => readonly Hint[]>> = {
  rewrite: ({ node }) => {
    const flag = node.args[2];
    const status = flag === undefined || !Object.hasOwn(STATUS, flag.value) ? undefined : STATUS[flag.value];
    if (flag === undefined || status === undefined) return [];
    return [hint(flag.end, status, `Answers ${status} with the new address`)];
  },
  return: ({ node, context }) => {
    const [url] = node.args;
    if (url === undefined || node.args.length !== 1 || context.startsWith('stream')) return [];
    if (!/^(?:https?:\/\/|\$scheme)/.test(url.value)) return [];
    return [hint(node.name.end, '302', 'The status of a redirect where none is written')];
  },
  limit_req: ({ node }) => {
    const burst = node.args.find(({ value }) => /^burst=[1-9]/.test(value));
    if (burst === undefined || node.args.some(({ value }) => value === 'nodelay' || value.startsWith('delay=')))
      return [];
    return [
      hint(burst.end, 'delayed', `Requests above the rate wait for their turn; with ${code('nodelay')} they would not`),
    ];
  },
  proxy_cache_valid: cacheValid,
  fastcgi_cache_valid: cacheValid,
  uwsgi_cache_valid: cacheValid,
  scgi_cache_valid: cacheValid,
  proxy_buffers: buffers,
  fastcgi_buffers: buffers,
  uwsgi_buffers: buffers,
  scgi_buffers: buffers,
  gzip_buffers: buffers,
  output_buffers: buffers,
  large_client_header_buffers: buffers,
};

export const argumentHints: HintSource = ({ at }: Standing) => {
  const name = at.name;
  return at.fact?.source === 'core' && Object.hasOwn(ARGUMENTS, name) ? (ARGUMENTS[name]?.(at) ?? []) : [];
};

function hint(offset: number, text: string, about: string): Hint {
  return { offset, text, tooltip: [about], kind: 'value', padding: true };
}

/** A time alone is for three statuses (ngx_http_file_cache_valid_set_slot). */
function cacheValid({ node }: Occurrence): readonly Hint[] {
  if (node.args.length !== 1) return [];
  return [hint(node.name.end, '200 301 302', 'The statuses that a time alone is for')];
}

/** A number of buffers and the size of each: what they come to. */
function buffers({ node }: Occurrence): readonly Hint[] {
  const [count, size] = node.args;
  const each = size === undefined ? null : parseSize(size.value);
  if (count === undefined || size === undefined || each === null || !/^\d{1,9}$/.test(count.value)) return [];
  const total = bytesText(Number(count.value) * each);
  return [hint(size.end, `= ${total.replace(/ \(.*/, '')}`, `${count.value} buffers: ${total}`)];
}
