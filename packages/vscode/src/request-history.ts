/** How many requests are kept. */
const KEPT = 12;

/** Where they are kept: one key of a memento of the editor. */
export interface Kept {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'nginx-lint.requests';

/** The requests that were asked for last, the newest first. */
export class RequestHistory {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  get urls(): readonly string[] {
    const found: unknown = this.#kept.get(KEY);
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(0, KEPT) : [];
  }

  async add(url: string): Promise<void> {
    await this.#kept.update(KEY, [url, ...this.urls.filter((one) => one !== url)].slice(0, KEPT));
  }
}

/** What was typed as the URL of a request: `example.com/a` is asked for over HTTP, `/a` at localhost. */
export function urlOf(typed: string): string {
  const text = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return text.startsWith('/') ? `http://localhost${text}` : `http://${text}`;
}
