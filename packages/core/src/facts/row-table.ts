/** Where the name begins in a row: every row starts with `{"name":"`. */
const NAME_AT = '{"name":"'.length;

/**
 * Facts as rows of JSON, decoded when asked for. The index of names is made on the first question, and a row
 * is decoded once: whoever asks again gets the same object.
 */
export class RowTable<Fact> {
  readonly #rows: () => string;
  readonly #decode: (row: string) => Fact;
  readonly #key: (name: string) => string;
  #index: Map<string, string[]> | null = null;
  readonly #decoded = new Map<string, readonly Fact[]>();

  /** `rows`: one a line. `key` turns the name in a row into the one under which it is found. */
  constructor(rows: () => string, decode: (row: string) => Fact, key = (name: string) => name) {
    this.#rows = rows;
    this.#decode = decode;
    this.#key = key;
  }

  /** The facts of a name, in the order of the rows; empty where there is none. */
  named(name: string): readonly Fact[] {
    const known = this.#decoded.get(name);
    if (known !== undefined) return known;
    const rows = this.#indexed().get(name);
    if (rows === undefined) return [];
    const facts = rows.map(this.#decode);
    this.#decoded.set(name, facts);
    return facts;
  }

  /** Every name once, in the order of the rows. */
  names(): Iterable<string> {
    return this.#indexed().keys();
  }

  #indexed(): Map<string, string[]> {
    if (this.#index !== null) return this.#index;
    const index = new Map<string, string[]>();
    for (const row of this.#rows().split('\n')) {
      if (row === '') continue;
      const name = this.#key(row.slice(NAME_AT, row.indexOf('"', NAME_AT)));
      const same = index.get(name);
      if (same === undefined) index.set(name, [row]);
      else same.push(row);
    }
    this.#index = index;
    return index;
  }
}
