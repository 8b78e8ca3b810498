import {
  type ConfigModel,
  type Context,
  type DirectiveFact,
  type Facts,
  type FileId,
  kindAt,
  type ParameterTable,
  parametersOf,
  type ValueKind,
} from '@nginx-lint/core';
import type { Snapshot } from '../../snapshot.ts';
import { type Place, placesAt, type Spot, spotAt } from '../../spot.ts';
import { type InComment, type Statement, statementAt } from './statement.ts';

/** Places of one context in one configuration: what may stand in one of them may stand in all. */
export interface Setting {
  readonly model: ConfigModel;
  readonly facts: Facts;
  readonly context: Context;
  /** A body with a grammar of its own. */
  readonly entries: boolean;
  /** At most {@link MOST_PLACES} of them. */
  readonly places: readonly Place[];
}

/** The cursor with all that surrounds it. */
export interface Scene {
  readonly snapshot: Snapshot;
  readonly file: FileId;
  readonly spot: Spot;
  readonly settings: readonly Setting[];
}

/** A file of headers may be included in thousands of places, which do not differ. */
const MOST_PLACES = 50;
/** Hundreds of entries may include one file, each a configuration of its own. */
const MOST_SETTINGS = 8;

/** null where no configuration holds the file. */
export function sceneAt(snapshot: Snapshot, file: FileId, offset: number): Scene | null {
  const source = snapshot.source(file);
  if (source === null) return null;
  const spot = spotAt(source, Math.max(0, Math.min(offset, source.text.length)));
  const settings = new Map<string, { -readonly [K in keyof Setting]: Setting[K] } & { places: Place[] }>();
  for (const place of placesAt(snapshot, file, spot)) {
    const { context, entries } = place.inside;
    const { model } = place.view.analysis;
    const key = `${place.view.analysis.entry} ${context} ${entries}`;
    const known = settings.get(key);
    if (known === undefined && settings.size >= MOST_SETTINGS) continue;
    if (known === undefined) settings.set(key, { model, facts: model.facts, context, entries, places: [place] });
    else if (known.places.length < MOST_PLACES) known.places.push(place);
  }
  return { snapshot, file, spot, settings: [...settings.values()] };
}

export function readStatement({ spot }: Scene): Statement | InComment | null {
  return statementAt(spot);
}

/** A directive whose arguments are typed, as one of the places knows it. */
export interface Command {
  readonly name: string;
  /** null where nobody knows the name. */
  readonly fact: DirectiveFact | null;
  readonly setting: Setting;
  readonly table: ParameterTable | null;
}

export function commandsIn(scene: Scene, name: string): readonly Command[] {
  return scene.settings.flatMap((setting): Command[] => {
    if (setting.entries && name !== 'include') return [];
    const placement = setting.facts.place(name, setting.context);
    const [fact = null] = placement.kind === 'unknown' ? [] : placement.facts;
    const context = fact?.contexts.includes(setting.context) ? setting.context : (fact?.contexts[0] ?? setting.context);
    return [{ name, fact, setting, table: parametersOf(name, context) }];
  });
}

/** How many words are thought of behind the one that is typed. */
const LOOK_AHEAD = 3;

/** What the argument at `index` may be, whatever follows it. */
export function kindsAt({ fact, setting }: Command, index: number): readonly ValueKind[] {
  const kinds = fact?.valueKinds;
  if (fact === null || kinds === undefined) return [];
  const { min, max } = setting.facts.arity(fact);
  const least = Math.max(index + 1, min);
  const most = Math.max(least, Math.min(max ?? Number.POSITIVE_INFINITY, least + LOOK_AHEAD));
  const found = new Set<ValueKind>();
  for (let count = least; count <= most; count++) {
    const kind = kindAt(kinds, index, count);
    if (kind !== null) found.add(kind);
  }
  return [...found];
}

/** http and stream have variables, each its own; mail and the main level have none. */
export function scopeOf({ context, places }: Setting): 'http' | 'stream' | null {
  if (context.startsWith('stream')) return 'stream';
  if (context === 'main' || context === 'events' || context.startsWith('mail') || context.startsWith('rtmp'))
    return null;
  for (let block = places[0]?.block ?? null; block !== null; block = block.parent)
    if (block.context.startsWith('stream') || block.name === 'stream') return 'stream';
  return 'http';
}
