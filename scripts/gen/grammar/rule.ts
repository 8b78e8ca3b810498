/** Scopes for a group of an expression: a name, or rules that colour the group's text again. */
export interface Capture {
  readonly name?: string;
  readonly patterns?: readonly Rule[];
}

/** What the groups of an expression are: a scope's name in short, or a capture. */
export type Groups = Readonly<Record<number, string | Capture>>;

/** A rule of a TextMate grammar. */
export interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<number, Capture>>;
  readonly beginCaptures?: Readonly<Record<number, Capture>>;
  readonly endCaptures?: Readonly<Record<number, Capture>>;
  readonly patterns?: readonly Rule[];
}

export type Repository = Readonly<Record<string, Rule>>;

export function captures(groups: Groups): Readonly<Record<number, Capture>> {
  const full = Object.entries(groups).map(([at, group]) => [at, typeof group === 'string' ? { name: group } : group]);
  return Object.fromEntries(full) as Readonly<Record<number, Capture>>;
}

export function include(...names: readonly string[]): Rule[] {
  return names.map((name) => ({ include: name.startsWith('source.') ? name : `#${name}` }));
}

export function match(expression: string, groups: Groups, name?: string): Rule {
  return { ...(name === undefined ? {} : { name }), match: expression, captures: captures(groups) };
}
