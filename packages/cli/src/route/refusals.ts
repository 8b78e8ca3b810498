import { type ConfigModel, createSettings, lint, rules } from '@nginx-lint/core';
import type { ShownNames } from '../targets.ts';

/**
 * Why nginx would not start, one line each. A file that cannot be read is no reason here: it may well be there on the
 * server, and the answers say what they do not know for it.
 */
export function refusals(model: ConfigModel, nameOf: ShownNames): readonly string[] {
  const { diagnostics } = lint(model, rules, createSettings({ preset: 'nginx', ignore: ['include-not-found'] }));
  return diagnostics
    .filter(({ fatal }) => fatal)
    .map(({ file, span, message, rule }) => {
      const { line, column } = model.source(file).lines.positionAt(span.start);
      return `${nameOf(file)}:${line}:${column}: ${message} [${rule}]`;
    });
}
