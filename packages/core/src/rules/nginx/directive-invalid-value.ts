import { FAULT_MESSAGES, reportFaults } from '../../lint/report-faults.ts';
import { defineRule } from '../../lint/rule.ts';
import { foreignPlaceholderIn } from '../../model/placeholders.ts';
import type { Fault } from '../../nginx/fault.ts';

export default defineRule(
  {
    id: 'directive-invalid-value',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A value that the directive does not take',
      why: 'nginx reads each value when it starts, and refuses what is out of range, in an unknown unit, or not one of the words that the directive knows.',
      bad: 'gzip yes;',
      good: 'gzip on;',
      context: 'http, server',
      silent:
        'At values with variables where the directive evaluates them, at marks that a template engine fills in, such as `%ip%` (template-placeholder-left is about those), and at directives of modules whose setters are not known.',
      remedy: 'Write one of the values that the message names.',
      links: ['https://nginx.org/en/docs/syntax.html'],
    },
    options: {},
    messages: FAULT_MESSAGES,
  },
  (ctx) => ({ config: reportFaults(ctx, 'directive-invalid-value', isPlaceholder) }),
);

/** template-placeholder-left says it better. */
function isPlaceholder({ at, span }: Fault): boolean {
  const word = at.node.args.find(({ start }) => start === span.start);
  return word !== undefined && foreignPlaceholderIn(word.value) !== null;
}
