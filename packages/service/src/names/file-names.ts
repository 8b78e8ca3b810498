import {
  type ConfigModel,
  type Context,
  type DirectiveFact,
  directivesAt,
  type FileId,
  type IncludeStep,
  type Occurrence,
  type SourceFile,
} from '@nginx-lint/core';
import { Collector } from './collector.ts';
import type { WrittenName } from './name.ts';
import { findPlainNames } from './plain-names.ts';
import { scopeOf } from './scope.ts';
import { findUpstreams } from './upstreams.ts';
import { findVariables } from './variables.ts';
import { findZones } from './zones.ts';

/** The names of a file that follow from its own directives, in one kind of place. */
export interface FileNames {
  /** In the order of the text. */
  readonly names: readonly WrittenName[];
  /** Those of one thing. */
  of(key: string): readonly WrittenName[];
}

/** Where a file is included, as far as names care. */
export interface Setting {
  readonly context: Context;
  readonly around: Context | null;
  readonly block: DirectiveFact | null;
  readonly scope: string;
}

interface Known {
  readonly setting: Setting;
  readonly names: FileNames;
}

/** After an edit those of all other files are there already. They know no place, which would keep old trees alive. */
const known = new WeakMap<SourceFile, Known[]>();

/** The names of each file, once for each kind of place in which it is included; files in nginx's reading order. */
export function fileNames(model: ConfigModel): ReadonlyMap<FileId, readonly FileNames[]> {
  const reader = new Reader(model);
  return reader.read();
}

interface Reading {
  readonly setting: Setting;
  /** Which of several inclusions is read. */
  readonly via: readonly IncludeStep[];
  readonly names: WrittenName[] | FileNames;
}

class Reader {
  readonly #model: ConfigModel;
  readonly #files = new Map<FileId, Reading[]>();

  constructor(model: ConfigModel) {
    this.#model = model;
  }

  read(): ReadonlyMap<FileId, readonly FileNames[]> {
    const { all } = this.#model.tree;
    let missing = false;
    for (const at of all) if (isOutermost(at)) missing = this.#enter(at) || missing;
    if (missing) for (const at of all) this.#collect(at);
    return new Map(
      [...this.#files].map(([file, readings]) => [file, readings.map((reading) => this.#keep(file, reading))]),
    );
  }

  /** A directive on the level of its file; is there something to be read in the file? */
  #enter(at: Occurrence): boolean {
    const readings = this.#files.get(at.file) ?? [];
    if (readings.length === 0) this.#files.set(at.file, readings);
    const setting = settingOf(at);
    if (readings.some((each) => isSameSetting(each.setting, setting))) return false;
    const before = known.get(this.#model.source(at.file))?.find((each) => isSameSetting(each.setting, setting));
    readings.push({ setting, via: at.via, names: before?.names ?? [] });
    return before === undefined;
  }

  #collect(at: Occurrence): void {
    const reading = this.#files.get(at.file)?.find(({ via }) => via === at.via);
    if (reading === undefined || !Array.isArray(reading.names)) return;
    for (const name of namesIn(this.#model, at)) reading.names.push(name);
  }

  #keep(file: FileId, { setting, names }: Reading): FileNames {
    if (!Array.isArray(names)) return names as FileNames;
    const made = indexed(names as WrittenName[]);
    const source = this.#model.source(file);
    known.set(source, [...(known.get(source) ?? []), { setting, names: made }]);
    return made;
  }
}

function isOutermost({ parent, file }: Occurrence): boolean {
  return parent === null || parent.file !== file || parent.implied;
}

function settingOf(at: Occurrence): Setting {
  const { context, parent } = at;
  return { context, around: parent?.context ?? null, block: parent?.fact ?? null, scope: scopeOf(at) };
}

export function isSameSetting(one: Setting, other: Setting): boolean {
  return (
    one.context === other.context &&
    one.around === other.around &&
    one.block === other.block &&
    one.scope === other.scope
  );
}

/** The names of one directive. */
export function namesIn(model: ConfigModel, at: Occurrence): readonly WrittenName[] {
  const collector = new Collector(model, at);
  findVariables(collector);
  if (!isEntry(at)) {
    findUpstreams(collector);
    findZones(collector);
    findPlainNames(collector);
  }
  return collector.names;
}

/** A line of a `map` and its kin, which begins with no directive's name. */
function isEntry({ fact, parent }: Occurrence): boolean {
  return fact === null && parent !== null && parent.fact !== null && parent.fact.body !== 'directives';
}

function indexed(names: WrittenName[]): FileNames {
  names.sort((one, other) => one.whole.start - other.whole.start);
  let byKey: ReadonlyMap<string, readonly WrittenName[]> | null = null;
  return {
    names,
    of(key) {
      byKey ??= byKeys(names);
      return byKey.get(key) ?? [];
    },
  };
}

function byKeys(names: readonly WrittenName[]): ReadonlyMap<string, readonly WrittenName[]> {
  const found = new Map<string, WrittenName[]>();
  for (const name of names) {
    const same = found.get(name.key);
    if (same === undefined) found.set(name.key, [name]);
    else same.push(name);
  }
  return found;
}

/** The names of the directive at an offset that hold it or end there; as {@link fileNames} has them, but found alone. */
export function namesTouching(model: ConfigModel, file: FileId, offset: number): readonly WrittenName[] {
  const settings: Setting[] = [];
  return placesOf(model, file, offset).flatMap((at) => {
    const setting = settingAround(at);
    if (settings.some((each) => isSameSetting(each, setting))) return [];
    settings.push(setting);
    return namesIn(model, at).filter(({ whole }) => whole.start <= offset && offset <= whole.end);
  });
}

/** The directive at an offset, in each of its places. */
export function placesOf(model: ConfigModel, file: FileId, offset: number): readonly Occurrence[] {
  const directive = directivesAt(model.source(file).items, offset).at(-1);
  return directive === undefined ? [] : model.occurrencesOf(directive).filter((at) => at.file === file);
}

/** Where the file is included to which a directive belongs. */
export function settingAround(at: Occurrence): Setting {
  let outer = at;
  while (!isOutermost(outer) && outer.parent !== null) outer = outer.parent;
  return settingOf(outer);
}
