import {
  type ConfigModel,
  createSettings,
  type Diagnostic,
  directivesAt,
  lint,
  pathOf,
  type Rule,
  rules,
} from '@nginx-lint/core';

/** The rules that say what nginx refuses. */
const FATAL: readonly Rule[] = rules.filter((rule) => rule.fatal === true);

/** What nginx would refuse, in the order of the output. */
export function fatalsOf(model: ConfigModel): Diagnostic[] {
  return lint(model, FATAL, createSettings({ preset: 'nginx' })).diagnostics.filter(({ fatal }) => fatal);
}

/**
 * The places at which a diagnostic meets nginx's, as `path:line`: its own, the end of its directive (which nginx
 * prints), and related ones with the ends of theirs.
 */
export function placesOf(diagnostic: Diagnostic, model: ConfigModel): string[] {
  return [diagnostic, ...diagnostic.related].flatMap(({ file, span }) => {
    const source = model.source(file);
    const around = directivesAt(source.items, span.start).at(-1);
    const offsets = around ? [span.start, around.stop] : [span.start];
    return offsets.map((offset) => `${pathOf(file)}:${source.lines.lineAt(offset)}`);
  });
}
