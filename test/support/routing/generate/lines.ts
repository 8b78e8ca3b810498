/** A directive on a line of its own; `body` null: no block. */
export interface Line {
  readonly text: string;
  readonly body: readonly Line[] | null;
}

export function line(text: string): Line {
  return { text, body: null };
}

export function block(text: string, body: readonly Line[]): Line {
  return { text, body };
}

export function textOf(lines: readonly Line[], indent = ''): string {
  return lines
    .map(({ text, body }) =>
      body === null ? `${indent}${text};\n` : `${indent}${text} {\n${textOf(body, `${indent}    `)}${indent}}\n`,
    )
    .join('');
}

/** All trees that lack one directive of the given one, outer ones first. */
export function* without(lines: readonly Line[]): Generator<Line[]> {
  for (const [index] of lines.entries()) yield lines.filter((_, at) => at !== index);
  for (const [index, { text, body }] of lines.entries()) {
    if (body === null) continue;
    for (const less of without(body)) yield lines.map((each, at) => (at === index ? block(text, less) : each));
  }
}
