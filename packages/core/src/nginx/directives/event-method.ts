import { nearest } from '../../text/nearest.ts';
import type { DirectiveCheck } from '../fault.ts';
import { either } from '../wording.ts';

/** Methods of some system or build, and the pseudo-module of `events` itself. Which of them are built in, the system decides. */
const METHODS: ReadonlySet<string> = new Set([
  ...['epoll', 'kqueue', '/dev/poll', 'eventport', 'poll', 'select', 'rtsig', 'aio', 'iocp', 'win32_poll'],
  'event_core',
]);
const USUAL = ['epoll', 'kqueue', '/dev/poll', 'eventport', 'poll', 'select'];

/** `use method`: ngx_event_use(), which compares with the case. */
export const eventMethod: DirectiveCheck = {
  names: ['use'],
  contexts: ['events'],
  *check(at) {
    const [method] = at.node.args;
    if (method === undefined || METHODS.has(method.value)) return;
    const [near] = nearest(method.value, USUAL);
    const hint = near === undefined ? `it is ${either(USUAL)}` : `did you mean "${near}"?`;
    yield {
      rule: 'directive-invalid-value',
      at,
      span: method,
      message: `"${method.value}" is no event method; ${hint}`,
      nginx: `invalid event type "${method.value}"`,
    };
  },
};
