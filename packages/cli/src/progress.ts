import type { Output } from './world.ts';

const PATIENCE = 500;
const PACE = 100;

/** One line on a terminal that says how far it is; nothing for work that is done at once, or without a terminal. */
export class Progress {
  readonly #output: Output;
  #next = performance.now() + PATIENCE;
  #shown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  show(text: string): void {
    if (!this.#output.isTTY || performance.now() < this.#next) return;
    this.#output.write(`\r\u001b[K${text}`);
    this.#next = performance.now() + PACE;
    this.#shown = true;
  }

  end(): void {
    if (this.#shown) this.#output.write('\r\u001b[K');
    this.#shown = false;
  }
}
