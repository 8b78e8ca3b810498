import { encode, type FileId, type FolderEntry, type ReadFailure } from '@nginx-lint/core';
import type { ProjectHost, Walk } from '../project/index.ts';
import { remember } from '../project/remember.ts';

/** The text of a file that is open in an editor. */
export interface Buffer {
  readonly file: FileId;
  /** The editor's number of this state. */
  readonly version: number;
  readonly text: string;
}

/**
 * Open buffers over the files of a host. What was read is kept until it is said to have changed, so that a look at
 * a project after an edit asks the host for nothing.
 */
export class LayeredFiles implements ProjectHost {
  readonly #host: ProjectHost;
  /** By real file. */
  readonly #buffers = new Map<FileId, Buffer & { readonly bytes: Uint8Array }>();
  readonly #reads = new Map<FileId, Promise<Uint8Array | ReadFailure>>();
  readonly #lists = new Map<FileId, Promise<readonly FolderEntry[]>>();
  readonly #real = new Map<FileId, Promise<FileId>>();
  readonly #walks = new Map<FileId, Promise<Walk>>();
  readonly #matches = new Map<string, Promise<readonly FileId[]>>();
  readonly #texts = new WeakMap<Uint8Array, string>();

  constructor(host: ProjectHost) {
    this.#host = host;
  }

  get buffers(): Iterable<Buffer> {
    return this.#buffers.values();
  }

  async setBuffer(buffer: Buffer): Promise<void> {
    const bytes = encode(buffer.text, 'utf-8');
    this.#texts.set(bytes, buffer.text);
    this.#buffers.set(await this.realFile(buffer.file), { ...buffer, bytes });
  }

  async dropBuffer(file: FileId): Promise<void> {
    const real = await this.realFile(file);
    this.#buffers.delete(real);
    this.#reads.delete(file);
    this.#reads.delete(real);
  }

  /** The text of bytes that came from a buffer, so that nobody decodes them; null for others. */
  textOf(bytes: Uint8Array): string | null {
    return this.#texts.get(bytes) ?? null;
  }

  /** Other content, but still there. */
  forgetContent(file: FileId): void {
    this.#reads.delete(file);
  }

  /** Files came or went: nothing that was seen of the host is certain any more but what other files hold. */
  forgetNames(): void {
    for (const [file, read] of this.#reads)
      void read.then((found) => typeof found === 'string' && this.#reads.delete(file));
    this.#lists.clear();
    this.#real.clear();
    this.#walks.clear();
    this.#matches.clear();
  }

  forgetAll(): void {
    this.#reads.clear();
    this.forgetNames();
  }

  async read(file: FileId): Promise<Uint8Array | ReadFailure> {
    if (this.#buffers.size > 0) {
      const open = this.#buffers.get(await this.realFile(file));
      if (open !== undefined) return open.bytes;
    }
    return remember(this.#reads, file, () => this.#host.read(file));
  }

  list(folder: FileId): Promise<readonly FolderEntry[]> {
    return remember(this.#lists, folder, () => this.#host.list(folder));
  }

  realFile(file: FileId): Promise<FileId> {
    return remember(this.#real, file, () => this.#host.realFile(file));
  }

  walk(folder: FileId): Promise<Walk> {
    return remember(this.#walks, folder, () => this.#host.walk(folder));
  }

  match(globs: readonly string[]): Promise<readonly FileId[]> {
    return remember(this.#matches, JSON.stringify(globs), () => this.#host.match(globs));
  }

  nameOf(file: FileId): string {
    return this.#host.nameOf(file);
  }

  whyUnreadable(file: FileId): string {
    return this.#host.whyUnreadable(file);
  }
}
