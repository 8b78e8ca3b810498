import {
  addressShown,
  type ConfigModel,
  type NameOf,
  placeOf,
  type RouteOutcome,
  type RouteRequest,
  type StoryStep,
  shownBytes,
  socketsOf,
  type TraceStep,
  urlOf,
} from '@nginx-lint/core';
import type { Palette } from '../style.ts';
import { visible, widthOf } from '../visible.ts';
import { printable } from './printable.ts';
import { outcomeLines } from './story-end.ts';

export interface StoryOptions {
  readonly palette: Palette;
  /** Of the terminal; longer sentences go on in the next line. */
  readonly columns: number;
  readonly nameOf: NameOf;
}

/** Columns for places are never wider: a long path would leave no room for the sentence. */
const WIDEST_PLACE = 40;

/** For people: the request, each step with its place and the number of the rule that it follows, and what comes of it. */
export function story(outcome: RouteOutcome, model: ConfigModel, url: string | null, options: StoryOptions): string {
  const writer = new StoryWriter(model, options);
  writer.steps(outcome.trace, 1);
  const { palette } = options;
  const request = `${palette.strong(requestLine(outcome.request, url))}\n${palette.faint(connection(outcome.request))}\n`;
  const lines = outcomeLines(outcome, palette);
  const end = [...lines, ...(outcome.server === null ? [listening(model, palette)] : [])].map((line) => `${line}\n`);
  const steps = writer.text();
  return `${request}\n${steps}${steps === '' ? '' : '\n'}${end.join('')}`;
}

function requestLine(request: RouteRequest, url: string | null): string {
  const shown = url ?? urlOf(request) ?? shownBytes(request.target);
  return visible(`${request.method} ${typeof shown === 'string' ? shown : printable(request.target)}`);
}

function connection({ connect, client, sni, scheme }: RouteRequest): string {
  const tls = scheme === 'https' ? (sni === null ? ', TLS without a name' : `, TLS for ${sni}`) : '';
  const from = client === null ? '' : `, from ${client.family === 'unix' ? 'a Unix socket' : client.host}`;
  return visible(`to ${addressShown(connect)}${tls}${from}`);
}

/** More addresses than these help nobody. */
const SHOWN_ADDRESSES = 8;

/** Where nginx would listen, for those who asked elsewhere. */
function listening(model: ConfigModel, palette: Palette): string {
  const addresses = [...new Set(socketsOf(model).map(({ address }) => addressShown(address)))];
  const shown = addresses.slice(0, SHOWN_ADDRESSES).join(', ') || 'nothing';
  return `  ${palette.faint('listening'.padEnd(9))} ${visible(shown)}${addresses.length > SHOWN_ADDRESSES ? ', …' : ''}`;
}

interface Row {
  readonly depth: number;
  readonly place: string;
  readonly text: string;
  readonly rule: string;
  /** A condition, and not a step. */
  readonly condition: boolean;
}

/** Collects the steps first: the column of places is as wide as the widest of them. */
class StoryWriter {
  readonly #rows: Row[] = [];
  readonly #model: ConfigModel;
  readonly #options: StoryOptions;

  constructor(model: ConfigModel, options: StoryOptions) {
    this.#model = model;
    this.#options = options;
  }

  steps(steps: readonly StoryStep[], depth: number): void {
    for (const one of steps) {
      if (!('fork' in one)) this.#add(one, depth);
      else
        for (const [index, { condition, at, steps: inner }] of one.fork.entries()) {
          const before = one.fork[index - 1]?.condition ?? null;
          this.#rows.push({
            depth,
            place: this.#place(at),
            text: visible(branch(condition, before)),
            rule: '',
            condition: true,
          });
          this.steps(inner, depth + 1);
        }
    }
  }

  text(): string {
    const width = Math.max(0, ...this.#rows.map(({ place }) => Math.min(widthOf(place), WIDEST_PLACE)));
    return this.#rows.map((row) => this.#line(row, width)).join('');
  }

  #add({ text, at, rule }: TraceStep, depth: number): void {
    this.#rows.push({ depth, place: this.#place(at), text: visible(text), rule, condition: false });
  }

  #place(at: TraceStep['at']): string {
    const place = placeOf(at, this.#model, this.#options.nameOf);
    return place === null ? '' : visible(`${place.file}:${place.line}`);
  }

  #line({ depth, place, text, rule, condition }: Row, width: number): string {
    const { palette, columns } = this.#options;
    const left = ' '.repeat(Math.max(width - widthOf(place), 0));
    const margin = '  '.repeat(depth);
    const room = Math.max(columns - width - margin.length - rule.length - 6, 30);
    const [first = '', ...rest] = folded(text, room);
    const tint = condition ? palette.warning : (plain: string) => plain;
    const label = rule === '' ? '' : `  ${palette.faint(rule)}`;
    // A place that is too wide has a line of its own.
    const start = widthOf(place) > width ? `\n  ${' '.repeat(width)}` : left;
    let lines = `  ${palette.frame(place)}${start}${margin}${tint(first)}${rest.length === 0 ? label : ''}\n`;
    for (const [index, more] of rest.entries())
      lines += `  ${' '.repeat(width)}${margin}  ${tint(more)}${index === rest.length - 1 ? label : ''}\n`;
    return lines;
  }
}

/** How a way begins: `if … is a file:`, then `otherwise:`. */
function branch(condition: string, before: string | null): string {
  if (before !== null && condition === `not: ${before}`) return 'otherwise:';
  return condition.startsWith('not: ') ? `unless ${condition.slice(5)}:` : `if ${condition}:`;
}

/** Lines of at most so many columns, cut at blanks; a longer word has a line of its own. Nothing but line ends is lost. */
function folded(text: string, columns: number): readonly string[] {
  if (widthOf(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
