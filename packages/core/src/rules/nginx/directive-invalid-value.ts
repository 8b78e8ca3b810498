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
      summary: 'A directive has a value that it does not take',
      why: 'nginx checks each value when it starts. It refuses one that is out of range, has an unknown unit or is not one of the words that the directive knows.',
      bad: 'gzip yes;',
      good: 'gzip on;',
      context: 'http, server',
      silent: [
        'for values with variables, where the directive evaluates them',
        'for marks that a template engine fills in, such as `%ip%`, which `template-placeholder-left` reports',
        'for directives of modules whose setters are not known',
      ],
      severities: ['`warning` where nginx itself only warns'],
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
