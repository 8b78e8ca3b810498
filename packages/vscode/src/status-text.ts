import type { ConfigurationStatus } from './answers.ts';
import { namesFrom } from './pages/places.ts';

/** How many problems there are of each severity that an editor knows: 0 error, 1 warning, 2 information, 3 hint. */
export type Counts = readonly [errors: number, warnings: number, infos: number, hints: number];

export interface StatusText {
  readonly text: string;
  readonly detail: string;
}

/** What the status item says of the configuration that a file is part of. */
export function statusText(status: readonly ConfigurationStatus[], counts: Counts): StatusText {
  const [first, ...others] = status;
  if (first === undefined) return { text: 'nginx-lint: no configuration', detail: 'this file is part of none' };
  const name = namesFrom('')(first.entry).split('/').at(-1) ?? '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return {
    text: first.whole ? `${name}${more}` : `${name}: a piece that nothing includes`,
    detail: `nginx ${first.nginxVersion} · ${countsText(counts)}`,
  };
}

function countsText([errors, warnings, infos, hints]: Counts): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(infos + hints, 'remark')];
  return parts.filter((part) => part !== '').join(', ') || 'no problems';
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
