import type { ConfigModel, Directive, FileId } from '@nginx-lint/core';

export interface Flat {
  /** The entry with the text of each file in the place of its include. */
  readonly text: string;
  /** For each line of it, from the first one on: where it stood. */
  readonly places: readonly { readonly file: FileId; readonly line: number }[];
}

/** A configuration as one file, for what can read only one. A line that holds an include and something else is refused. */
export function flatten(model: ConfigModel): Flat {
  const lines: string[] = [];
  const places: Flat['places'][number][] = [];
  const add = (file: FileId): void => {
    const { text, lines: map, items } = model.source(file);
    const includes = new Map(includesIn(items).map((include) => [map.lineAt(include.start), include]));
    for (const [index, line] of text.split('\n').entries()) {
      const include = includes.get(index + 1);
      const target = include === undefined ? null : model.tree.includeTarget(include);
      // What cannot be read stays, so that nginx says so.
      if (include === undefined || target === null || target.files.length === 0) {
        lines.push(line);
        places.push({ file, line: index + 1 });
        continue;
      }
      if (line.trim() !== text.slice(include.start, include.end).trim())
        throw new Error(`${file}:${index + 1}: an include shares its line with something else`);
      for (const included of target.files) add(included);
    }
  };
  add(model.entry);
  return { text: lines.join('\n'), places };
}

function includesIn(items: readonly Directive[]): readonly Directive[] {
  return items.flatMap((item) => {
    if (item.name.value === 'include') return [item];
    return item.body?.kind === 'block' ? includesIn(item.body.items) : [];
  });
}
