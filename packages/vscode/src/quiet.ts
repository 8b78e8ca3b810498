/** Does something when nothing began for some time; what fails there is tried again with the next beginning. */
export class Quiet {
  readonly #milliseconds: number;
  readonly #then: () => PromiseLike<void> | void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(milliseconds: number, then: () => PromiseLike<void> | void) {
    this.#milliseconds = milliseconds;
    this.#then = then;
  }

  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), this.#milliseconds);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    try {
      await this.#then();
    } catch {
      // The server was restarted meanwhile, or the window is closing.
    }
  }
}
