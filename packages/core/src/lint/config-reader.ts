import { nearest } from '../text/nearest.ts';

/** Keys and indexes from the top of a config file to a value. */
export type ConfigPath = readonly (string | number)[];

export interface ConfigError {
  readonly path: ConfigPath;
  /** Is the key wrong or the value that it has? */
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** Takes values of the wanted kinds out of a config file and collects what is wrong. */
export class Reader {
  readonly errors: ConfigError[] = [];

  error(path: ConfigPath, message: string, at: 'key' | 'value' = 'value'): void {
    this.errors.push({ path, at, message });
  }

  /** A name that nobody knows, with the nearest that somebody does. */
  unknown(path: ConfigPath, kind: string, name: string, valid: readonly string[], at: 'key' | 'value' = 'value'): void {
    const [near] = nearest(name, valid);
    const few = valid.length > 0 && valid.length <= 12 ? `; known are ${valid.join(', ')}` : '';
    this.error(path, `unknown ${kind} "${name}"${near === undefined ? few : `; did you mean "${near}"?`}`, at);
  }

  /** An object with no other keys than these. */
  object(value: unknown, path: ConfigPath, keys: readonly string[]): Readonly<Record<string, unknown>> {
    if (!isObject(value)) {
      this.error(path, `expected keys and values, got ${kindOf(value)}`);
      return {};
    }
    for (const key of Object.keys(value))
      if (!keys.includes(key)) this.unknown([...path, key], 'key', key, keys, 'key');
    return value;
  }

  /** A text that is not empty; null where there is none. */
  string(value: unknown, path: ConfigPath): string | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' && value !== '') return value;
    this.error(path, `expected a text, got ${kindOf(value)}`);
    return null;
  }

  /** A list of texts; with `single`, one text counts as a list of one. */
  strings(value: unknown, path: ConfigPath, single: boolean): readonly string[] {
    if (value === undefined || value === null) return [];
    if (single && typeof value === 'string' && value !== '') return [value];
    if (!Array.isArray(value)) {
      this.error(path, `expected a list of texts, got ${kindOf(value)}`);
      return [];
    }
    const result: string[] = [];
    for (const [index, item] of value.entries()) {
      if (typeof item === 'string' && item !== '') result.push(item);
      else this.error([...path, index], `expected a text, got ${kindOf(item)}`);
    }
    return result;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value's kind in words: `a number`, `nothing`, … */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return 'a list';
  const kind = typeof value;
  if (kind === 'object') return 'keys and values';
  if (kind === 'string') return 'a text';
  return kind === 'boolean' ? 'true or false' : `a ${kind}`;
}
